package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"
)

// ChunkSize is how many sealed bytes a chunk of an attachment has; the last one has fewer, or as many.
const ChunkSize = 256 << 10

// Attachment is a stream that is sealed in chunks. Each chunk is bound to the case, the attachment, its index, and to
// being the last one or not: chunks that were swapped, cut, left out or moved do not open.
type Attachment struct {
	sealer *subtle.AESGCMHKDF
	bound  []byte
}

// Attachment answers the sealing of an attachment of the case, under a key of its own that follows from the case's.
func (k Key) Attachment(id string) (Attachment, error) {
	derived, err := hkdf.Key(sha256.New, k.raw, nil, "attachments", keySize)
	if err != nil {
		return Attachment{}, fmt.Errorf("deriving the key of attachments: %w", err)
	}
	sealer, err := subtle.NewAESGCMHKDF(derived, "SHA256", keySize, ChunkSize, 0)
	if err != nil {
		return Attachment{}, fmt.Errorf("using the key of attachments: %w", err)
	}
	return Attachment{sealer: sealer, bound: fmt.Appendf(nil, "%s|attachment|%s", k.caseID, id)}, nil
}

// Seal reads all of plain and gives sealed chunks to put, in order; a chunk is put's until it returns. It holds one chunk
// in memory.
func (a Attachment) Seal(plain io.Reader, put func(index int, chunk []byte) error) error {
	chunks := &chunkWriter{put: put}
	w, err := a.sealer.NewEncryptingWriter(chunks, a.bound)
	if err != nil {
		return fmt.Errorf("sealing an attachment: %w", err)
	}
	if _, err := io.Copy(w, plain); err != nil {
		return fmt.Errorf("sealing an attachment: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("sealing an attachment: %w", err)
	}
	return nil
}

// chunkWriter makes chunks of what Tink writes: a header, then segments, of which the first leaves room for the header.
type chunkWriter struct {
	put   func(int, []byte) error
	head  []byte
	index int
}

func (w *chunkWriter) Write(p []byte) (int, error) {
	if w.index == 0 && w.head == nil {
		w.head = bytes.Clone(p)
		return len(p), nil
	}
	chunk := p
	if w.index == 0 {
		chunk = append(w.head, p...) //nolint:gocritic // the first chunk is the header with its segment
	}
	err := w.put(w.index, chunk)
	w.index++
	return len(p), err
}

// Open writes the attachment in clear as chunks come from next, which answers io.EOF after the last. ErrSealed when any is
// not as it was sealed; what was written before is then the beginning of the attachment, and no more can be said of it.
func (a Attachment) Open(plain io.Writer, next func() ([]byte, error)) error {
	chunks := &chunkReader{next: next}
	r, err := a.sealer.NewDecryptingReader(chunks, a.bound)
	if err == nil {
		_, err = io.Copy(&sink{plain, chunks}, r)
	}
	switch {
	case chunks.broken != nil:
		return chunks.broken
	case err != nil:
		return fmt.Errorf("opening an attachment: %w", ErrSealed)
	}
	return nil
}

// chunkReader is the chunks one after another.
type chunkReader struct {
	next func() ([]byte, error)
	rest []byte
	// broken is why there are no more, other than that it was the last.
	broken error
}

func (r *chunkReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		chunk, err := r.next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				r.broken = err
			}
			return 0, err
		}
		r.rest = chunk
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// sink tells a reader who does not want more from an attachment that does not open.
type sink struct {
	io.Writer

	chunks *chunkReader
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	if err != nil {
		s.chunks.broken = err
	}
	return n, err
}
