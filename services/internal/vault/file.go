package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// file is a key-encryption keyset in a file. One that is replaced counts from the next use on, without a restart: keys are
// added to it and taken from it while services run.
type file struct {
	path string

	mu     sync.Mutex
	loaded tink.AEAD
	info   os.FileInfo
}

func openFile(path string) (*file, error) {
	f := &file{path: path}
	_, err := f.now()
	return f, err
}

// now answers the keyset, read again when the file has changed. One that cannot be read leaves the former in use.
func (f *file) now() (tink.AEAD, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if f.loaded != nil && (err != nil || sameFile(info, f.info)) {
		return f.loaded, nil
	}
	read, err := readPrimitive(f.path)
	switch {
	case err == nil:
		f.loaded, f.info = read, info
	case f.loaded == nil:
		return nil, err
	}
	return f.loaded, nil
}

func sameFile(a, b os.FileInfo) bool {
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

func readPrimitive(path string) (tink.AEAD, error) {
	handle, err := readKeyset(path)
	if err != nil {
		return nil, err
	}
	kek, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("using the keyset %s: %w", path, err)
	}
	return kek, nil
}

// Encrypt wraps a key by the primary key.
func (f *file) Encrypt(plain, place []byte) ([]byte, error) {
	kek, err := f.now()
	if err != nil {
		return nil, err
	}
	return kek.Encrypt(plain, place)
}

// Decrypt unwraps a key that any key of the set has wrapped.
func (f *file) Decrypt(sealed, place []byte) ([]byte, error) {
	kek, err := f.now()
	if err != nil {
		return nil, err
	}
	return kek.Decrypt(sealed, place)
}

// Create makes a new keyset in a file, readable by its owner only; one that exists is never replaced.
func Create(path string) error {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("making a keyset: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the keyset's folder: %w", err)
	}
	dir, err := lockDir(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := writeKeyset(path, handle); err != nil {
		return err
	}
	return syncDir(dir)
}

// CreateMissing makes a keyset where there is none. For development: a production keyset is made once, by hand, and kept
// apart from the database.
func CreateMissing(path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return Create(path)
}

func readKeyset(path string) (*keyset.Handle, error) {
	stored, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, fmt.Errorf("reading the keyset: %w", err)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(stored)))
	if err != nil {
		return nil, fmt.Errorf("reading the keyset %s: %w", path, err)
	}
	return handle, nil
}

// writeKeyset writes a file that must not exist.
func writeKeyset(path string, handle *keyset.Handle) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("making the keyset's file: %w", err)
	}
	err = insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(file))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("writing the keyset: %w", err)
	}
	return nil
}
