package cases

// LockedArgs is the job that tells those who work on a case that a permission has ended, or reaches them no longer, and that
// the content is locked.
type LockedArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
}

// Kind names the job for River.
func (LockedArgs) Kind() string { return "locked" }

// locks reports whether those who work on a case are told of an event: a permission has ended, or was refused or recorded anew
// so that it opens the case to them no longer.
func locks(before, after Case, e Event) bool {
	switch e.Data.(type) {
	case PermitEnded:
		return true
	case PermitRecorded:
		return after.PermissionMissing() && !before.PermissionMissing()
	}
	return false
}
