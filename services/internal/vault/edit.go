package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// Next sees to it that the keyset of a file has a key that is newer than the primary one, which wraps nothing yet, and
// answers its version. Services that read the file can then open what others wrap with it later.
func Next(path string) (version string, err error) {
	err = edit(path, func(m *keyset.Manager, h *keyset.Handle) (bool, error) {
		keys := h.KeysetInfo().GetKeyInfo()
		if newest := keys[len(keys)-1].GetKeyId(); newest != h.KeysetInfo().GetPrimaryKeyId() {
			version = versionOf(newest)
			return false, nil
		}
		id, err := m.Add(aead.AES256GCMKeyTemplate())
		version = versionOf(id)
		return true, err
	})
	return version, err
}

// Promote makes a key the one that wraps.
func Promote(path, version string) error {
	return edit(path, func(m *keyset.Manager, _ *keyset.Handle) (bool, error) {
		id, err := strconv.ParseUint(version, 16, 32)
		if err != nil {
			return false, err
		}
		return true, m.SetPrimary(uint32(id))
	})
}

// Retire takes away the keys that are older than the primary one and, as used says, not needed any more. It answers their
// versions. Newer ones are those that a rotation has yet to promote.
func Retire(path string, used func(version string) bool) (gone []string, err error) {
	err = edit(path, func(m *keyset.Manager, h *keyset.Handle) (bool, error) {
		for _, k := range h.KeysetInfo().GetKeyInfo() {
			version := versionOf(k.GetKeyId())
			if k.GetKeyId() == h.KeysetInfo().GetPrimaryKeyId() {
				break
			}
			if used(version) {
				continue
			}
			if err := m.Delete(k.GetKeyId()); err != nil {
				return false, err
			}
			gone = append(gone, version)
		}
		return len(gone) > 0, nil
	})
	return gone, err
}

// Versions answers the keys of a file's keyset, oldest first, and the one that wraps.
func Versions(path string) (all []string, primary string, err error) {
	h, err := readKeyset(path)
	if err != nil {
		return nil, "", err
	}
	for _, k := range h.KeysetInfo().GetKeyInfo() {
		all = append(all, versionOf(k.GetKeyId()))
	}
	return all, versionOf(h.KeysetInfo().GetPrimaryKeyId()), nil
}

// versionOf a key is what its wrapped keys begin with, as the database's key_version reads it.
func versionOf(id uint32) string { return fmt.Sprintf("%08x", id) }

// edit changes a keyset and puts the changed file in the place of the other at once, with the same owner. Of several that
// edit a keyset at once each begins with what the one before has left.
func edit(path string, change func(*keyset.Manager, *keyset.Handle) (bool, error)) error {
	dir, err := lockDir(path)
	if err != nil {
		return err
	}
	defer dir.Close() // and so unlocks
	handle, err := readKeyset(path)
	if err != nil {
		return err
	}
	manager := keyset.NewManagerFromHandle(handle)
	changed, err := change(manager, handle)
	if err != nil {
		return fmt.Errorf("changing the keyset %s: %w", path, err)
	}
	if !changed {
		return nil
	}
	if handle, err = manager.Handle(); err != nil {
		return fmt.Errorf("changing the keyset %s: %w", path, err)
	}
	next := path + ".next"
	if err := os.Remove(next); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("removing a keyset that was not finished: %w", err)
	}
	if err := writeKeyset(next, handle); err != nil {
		return err
	}
	if err := keepOwner(path, next); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("replacing the keyset: %w", err)
	}
	return syncDir(dir)
}

// lockDir opens the folder of a keyset, locked against all others who edit there. The file itself is no good for a lock, as
// it is replaced.
func lockDir(path string) (*os.File, error) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("opening the keyset's folder: %w", err)
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("locking the keyset's folder: %w", err), dir.Close())
	}
	return dir, nil
}

// syncDir sees to it that a power cut does not bring back what was in the folder before.
func syncDir(dir *os.File) error {
	if err := dir.Sync(); err != nil {
		return fmt.Errorf("writing the keyset's folder: %w", err)
	}
	return nil
}

// keepOwner gives the file the owner of the one that it replaces: the service's, whoever runs this.
func keepOwner(path, next string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("looking whose the keyset is: %w", err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		if err := os.Chown(next, int(owner.Uid), int(owner.Gid)); err != nil {
			return fmt.Errorf("giving the keyset to its owner: %w", err)
		}
	}
	return nil
}
