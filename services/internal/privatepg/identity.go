package privatepg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is as whom the programs of PostgreSQL run; they refuse root.
type identity struct {
	namespace  *syscall.SysProcIDMap // root in our eyes, somebody else in theirs
	credential *syscall.Credential   // another user altogether
}

// command prepares a program under this identity, in a quiet environment.
func (who identity) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who.credential}
	if who.namespace != nil {
		mapping := []syscall.SysProcIDMap{*who.namespace}
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = mapping
		cmd.SysProcAttr.GidMappings = mapping
	}
	return cmd
}

// own gives a folder to the identity.
func (who identity) own(dir string) error {
	if who.credential == nil {
		return nil
	}
	return os.Chown(dir, int(who.credential.Uid), int(who.credential.Gid))
}

// chooseIdentity finds one under which postgres runs. The files of an existing
// cluster decide, as they must be the server's own.
func chooseIdentity(dir, bin string) (identity, error) {
	if os.Geteuid() != 0 {
		return identity{}, nil
	}
	owner, exists := ownerOf(filepath.Join(dir, "pg"))
	if !exists || owner == 0 {
		who := identity{namespace: &syscall.SysProcIDMap{ContainerID: someUser(), HostID: 0, Size: 1}}
		if err := who.command(filepath.Join(bin, "postgres"), "--version").Run(); err == nil {
			return who, nil
		} else if exists {
			return identity{}, fmt.Errorf("the cluster belongs to root, and a user namespace is not to be had: %w", err)
		}
	}
	who, err := credentialOf(owner, exists)
	if err != nil {
		return identity{}, err
	}
	if err := who.own(dir); err != nil {
		return identity{}, fmt.Errorf("giving the folder to the user of PostgreSQL: %w", err)
	}
	return who, nil
}

// someUser is an id that has a name on this machine: initdb wants to know it.
func someUser() int {
	for _, name := range []string{"postgres", "daemon", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			if id, err := strconv.Atoi(found.Uid); err == nil && id > 0 {
				return id
			}
		}
	}
	return 1000
}

func credentialOf(owner int, exists bool) (identity, error) {
	found, err := user.Lookup("postgres")
	if exists {
		found, err = user.LookupId(strconv.Itoa(owner))
	}
	if err != nil {
		return identity{}, fmt.Errorf("PostgreSQL refuses to run as root, user namespaces are forbidden, "+
			"and the user to run as is unknown: %w", err)
	}
	uid, uidErr := strconv.ParseUint(found.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(found.Gid, 10, 32)
	if err := errors.Join(uidErr, gidErr); err != nil {
		return identity{}, fmt.Errorf("reading the ids of the user of PostgreSQL: %w", err)
	}
	return identity{credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

func ownerOf(path string) (uid int, exists bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}
