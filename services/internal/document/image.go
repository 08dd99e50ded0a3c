package document

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

const (
	// mostPixels of an image: larger than any camera's of a phone, small enough to be decoded.
	mostPixels = 40_000_000
	// mostParts of a file, many times what programs write: a file of nothing but parts takes memory and time without end.
	mostParts = 20_000
)

func pixels(width, height uint64) error {
	switch {
	case width == 0 || height == 0:
		return Mismatch
	case width > mostPixels || height > mostPixels || width*height > mostPixels:
		return Pixels
	}
	return nil
}

// shown are the parts of a PNG by which it looks as it does; all else is about it.
var shown = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

// signature is how a PNG begins.
const signature = "\x89PNG\r\n\x1a\n"

// inspectPNG walks through the chunks (W3C, PNG, section 5).
func inspectPNG(file io.ReaderAt, size int64) ([]span, error) {
	if !has(file, 0, signature) || endsAsZip(file, size) {
		return nil, Mismatch
	}
	kept := []span{{to: int64(len(signature))}}
	data := false
	at := int64(len(signature))
	for range mostParts {
		kind, end, err := chunkAt(file, at, size)
		if err != nil {
			return nil, err
		}
		data = data || kind == "IDAT"
		if slices.Contains(shown, kind) {
			kept = joined(kept, at, end)
		} else if kind[0] < 'a' { // nobody who does not know it could show the image
			return nil, Mismatch
		}
		at = end
		if kind == "IEND" {
			if at != size || !data {
				return nil, Mismatch
			}
			return kept, nil
		}
	}
	return nil, Bomb
}

// chunkAt answers the kind of the chunk at a place, and where it ends. The first one is the header, and no other.
func chunkAt(file io.ReaderAt, at, size int64) (kind string, end int64, err error) {
	head := make([]byte, 8)
	if _, err := file.ReadAt(head, at); err != nil {
		return "", 0, Mismatch
	}
	length, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:])
	end = at + 12 + length
	if end > size || !summed(file, at+4, 4+length) || (kind == "IHDR") != (at == int64(len(signature))) {
		return "", 0, Mismatch
	}
	if kind == "IHDR" {
		err = pixelsOfPNG(file, at+8, length)
	}
	return kind, end, err
}

func pixelsOfPNG(file io.ReaderAt, at, length int64) error {
	header := make([]byte, 13)
	if _, err := file.ReadAt(header, at); err != nil || length != int64(len(header)) {
		return Mismatch
	}
	return pixels(uint64(binary.BigEndian.Uint32(header)), uint64(binary.BigEndian.Uint32(header[4:])))
}

// summed reports whether the sum behind some bytes is theirs.
func summed(file io.ReaderAt, at, length int64) bool {
	sum := crc32.NewIEEE()
	if _, err := io.Copy(sum, io.NewSectionReader(file, at, length)); err != nil {
		return false
	}
	want := make([]byte, 4)
	_, err := file.ReadAt(want, at+length)
	return err == nil && binary.BigEndian.Uint32(want) == sum.Sum32()
}

// joined adds bytes to what is kept.
func joined(kept []span, from, to int64) []span {
	if last := &kept[len(kept)-1]; last.to == from && last.to > last.from {
		last.to = to
		return kept
	}
	return append(kept, span{from: from, to: to})
}
