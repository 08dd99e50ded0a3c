package trail

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// ReadHeads reads heads as export writes them, one JSON object a line; of one number the first counts.
func ReadHeads(r io.Reader) (map[int64]Head, error) {
	heads := map[int64]Head{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		var h Head
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &h); err != nil || h.No < 1 {
			return nil, fmt.Errorf("line %d is no head of the audit: take it out where a full disk has cut it", n)
		}
		if _, known := heads[h.No]; !known {
			heads[h.No] = h
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading heads: %w", err)
	}
	return heads, nil
}

// export appends to a file the heads of all seals that it does not have yet. The file belongs on another machine, or on a medium
// that is only written once.
func export(ctx context.Context, db *postgres.DB, path string) error {
	last, err := lastExported(path)
	if err != nil {
		return err
	}
	var heads []Head
	err = db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &heads, "SELECT no, at, length(leaves) / $2 AS rows, encode(hash, 'hex') AS hash FROM audit.seals WHERE no > $1 ORDER BY no", last, leafSize)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading seals: %w", err)
	}
	if len(heads) == 0 {
		return nil
	}
	var lines bytes.Buffer
	for _, h := range heads {
		h.At = h.At.UTC()
		if err := json.NewEncoder(&lines).Encode(h); err != nil {
			return fmt.Errorf("encoding a head: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("opening the file of heads: %w", err)
	}
	before, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		if _, err = file.Write(lines.Bytes()); err != nil {
			err = errors.Join(err, file.Truncate(before)) // half a line is no head
		}
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("writing the file of heads: %w", err)
	}
	return nil
}

func lastExported(path string) (int64, error) {
	file, err := os.Open(path) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("opening the file of heads: %w", err)
	}
	defer file.Close()
	heads, err := ReadHeads(file)
	var last int64
	for no := range heads {
		last = max(last, no)
	}
	return last, err
}
