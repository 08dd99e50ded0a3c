package cases

// LockedArgs is the job that tells those who work on a case that a permission has ended, or reaches them no longer, and that
// the content is locked.
type LockedArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
}

// Kind names the job for River.
func (LockedArgs) Kind() string { return "locked" }
