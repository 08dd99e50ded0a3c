package vault_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"runtime"
	"slices"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// attachment answers the sealing of an attachment of a case with a key of its own.
func attachment(t *testing.T, key vault.Key, id string) vault.Attachment {
	t.Helper()
	a, err := key.Attachment(id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func dataKey(t *testing.T) vault.Key {
	t.Helper()
	v, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := v.NewKey("case-1")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func seal(t *testing.T, a vault.Attachment, plain []byte) (chunks [][]byte) {
	t.Helper()
	err := a.Seal(bytes.NewReader(plain), func(i int, chunk []byte) error {
		if i != len(chunks) || len(chunk) > vault.ChunkSize {
			t.Errorf("chunk %d of %d bytes comes after %d", i, len(chunk), len(chunks))
		}
		chunks = append(chunks, bytes.Clone(chunk))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return chunks
}

func open(a vault.Attachment, chunks [][]byte) ([]byte, error) {
	var plain bytes.Buffer
	err := a.Open(&plain, func() ([]byte, error) {
		if len(chunks) == 0 {
			return nil, io.EOF
		}
		chunk := chunks[0]
		chunks = chunks[1:]
		return chunk, nil
	})
	return plain.Bytes(), err
}

func TestAnAttachmentComesBackWholeWhateverItsSize(t *testing.T) {
	t.Parallel()
	a := attachment(t, dataKey(t), "a")
	for _, size := range []int{0, 1, vault.ChunkSize - 57, vault.ChunkSize - 56, vault.ChunkSize - 55, vault.ChunkSize, 5*vault.ChunkSize + 7} {
		plain := make([]byte, size)
		_, _ = rand.Read(plain)
		chunks := seal(t, a, plain)
		if got, err := open(a, chunks); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes come back as %d, %v", size, len(got), err)
		}
		for i, chunk := range chunks[:len(chunks)-1] {
			if len(chunk) != vault.ChunkSize {
				t.Errorf("of %d bytes chunk %d has %d", size, i, len(chunk))
			}
		}
	}
}

func TestChunksThatWereTouchedDoNotOpen(t *testing.T) {
	t.Parallel()
	key := dataKey(t)
	a := attachment(t, key, "a")
	plain := bytes.Repeat([]byte("liite "), 3*vault.ChunkSize/6)
	chunks := seal(t, a, plain)
	twin := seal(t, a, plain)
	last := len(chunks) - 1
	changed := bytes.Clone(chunks[1])
	changed[100] ^= 1
	for name, test := range map[string]struct {
		by     vault.Attachment
		chunks [][]byte
	}{
		"nothing":                  {a, nil},
		"the last left out":        {a, chunks[:last]},
		"the last but one out":     {a, append(slices.Clone(chunks[:last-1]), chunks[last])},
		"the first left out":       {a, chunks[1:]},
		"two swapped":              {a, [][]byte{chunks[0], chunks[2], chunks[1], chunks[3]}},
		"one twice":                {a, [][]byte{chunks[0], chunks[1], chunks[1], chunks[2], chunks[3]}},
		"one of another stream":    {a, [][]byte{chunks[0], twin[1], chunks[2], chunks[3]}},
		"one changed":              {a, [][]byte{chunks[0], changed, chunks[2], chunks[3]}},
		"one cut":                  {a, append(slices.Clone(chunks[:last]), chunks[last][:len(chunks[last])-1])},
		"something after the last": {a, append(slices.Clone(chunks), []byte("x"))},
		"another attachment":       {attachment(t, key, "b"), chunks},
		"another case":             {attachment(t, dataKey(t), "a"), chunks},
	} {
		if _, err := open(test.by, test.chunks); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("%s: %v, want ErrSealed", name, err)
		}
	}
}

var errPlace = errors.New("the disk is full")

func TestWhatHindersAStreamIsNamedAndIsNotASealedAttachment(t *testing.T) {
	t.Parallel()
	a := attachment(t, dataKey(t), "a")
	plain := make([]byte, 2*vault.ChunkSize)
	if err := a.Seal(bytes.NewReader(plain), func(int, []byte) error { return errPlace }); !errors.Is(err, errPlace) {
		t.Errorf("sealing: %v", err)
	}
	chunks := seal(t, a, plain)
	err := a.Open(io.Discard, func() ([]byte, error) { return nil, errPlace })
	if !errors.Is(err, errPlace) {
		t.Errorf("reading chunks: %v", err)
	}
	r, w := io.Pipe()
	_ = r.CloseWithError(errPlace)
	err = a.Open(w, func() ([]byte, error) { return chunks[0], nil })
	if !errors.Is(err, errPlace) {
		t.Errorf("writing in clear: %v", err)
	}
}

// noughts is a long attachment that is nowhere.
type noughts struct{ left int }

func (n *noughts) Read(p []byte) (int, error) {
	if n.left == 0 {
		return 0, io.EOF
	}
	m := min(n.left, len(p))
	clear(p[:m])
	n.left -= m
	return m, nil
}

//nolint:paralleltest // it counts what the whole process allocates
func TestASealedStreamTakesTheMemoryOfAFewChunks(t *testing.T) {
	a := attachment(t, dataKey(t), "a")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := a.Seal(&noughts{left: 64 << 20}, func(int, []byte) error { return nil }); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 8*vault.ChunkSize {
		t.Errorf("64 MB took %d bytes of memory", used)
	}
}
