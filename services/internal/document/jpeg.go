package document

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	soi, eoi, sos   = 0xd8, 0xd9, 0xda
	app0, app1      = 0xe0, 0xe1
	app14, lastApp  = 0xee, 0xef
	comment         = 0xfe
	filling         = 0xff // bytes of it may stand before a marker
	dht, jpg, dac   = 0xc4, 0xc8, 0xcc
	firstSof        = 0xc0
	lastSof         = 0xcf
	restart, noMore = 0xd0, 0xd7
)

// inspectJPEG walks through the segments. What stands behind the image, as some cameras put a film there, is not kept; what would be
// another document behind it is refused.
func inspectJPEG(file io.ReaderAt, size int64) ([]span, error) {
	if !has(file, 0, "\xff\xd8\xff") || endsAsZip(file, size) || within(file, 1024, "%PDF-") {
		return nil, Mismatch
	}
	kept := []span{{to: 2}}
	framed := false
	at := int64(2)
	for range mostParts {
		marker, head, end, err := segmentAt(file, at, size)
		if err != nil {
			return nil, err
		}
		if marker == filling {
			at++
			continue
		}
		if marker == eoi {
			if !framed {
				return nil, Mismatch
			}
			return joined(kept, head-2, head), nil
		}
		framed = framed || frames(marker)
		kept = withSegment(kept, file, marker, head, end)
		at = end
		if marker == sos {
			if at, err = scanned(file, end, size); err != nil {
				return nil, err
			}
			kept = joined(kept, end, at)
		}
	}
	return nil, Bomb
}

// segmentAt answers the marker at a place, and where its segment begins and ends; the end of the image has none, nor has a byte
// of filling.
func segmentAt(file io.ReaderAt, at, size int64) (marker byte, head, end int64, err error) {
	word := make([]byte, 2)
	if _, err := file.ReadAt(word, at); err != nil || word[0] != 0xff {
		return 0, 0, 0, Mismatch
	}
	marker, head = word[1], at+2
	if marker == eoi || marker == filling {
		return marker, head, head, nil
	}
	length := make([]byte, 2)
	if _, err := file.ReadAt(length, head); err != nil || binary.BigEndian.Uint16(length) < 2 {
		return 0, 0, 0, Mismatch
	}
	end = head + int64(binary.BigEndian.Uint16(length))
	if end > size {
		return 0, 0, 0, Mismatch
	}
	if frames(marker) {
		err = pixelsOfJPEG(file, head)
	}
	return marker, head, end, err
}

// withSegment adds a segment to what is kept: as it is, or how it says that the image is turned, or nothing of it.
func withSegment(kept []span, file io.ReaderAt, marker byte, head, end int64) []span {
	switch {
	case marker == app1:
		if turn := turnOf(file, head+2, end); turn > 1 {
			return append(kept, span{instead: turned(turn)})
		}
		return kept
	case marker == app0 && has(file, head+2, "JFIF\x00"), marker == app14 && has(file, head+2, "Adobe"):
		return joined(kept, head-2, end)
	case marker >= app0 && marker <= lastApp, marker == comment:
		return kept
	}
	return joined(kept, head-2, end)
}

func frames(marker byte) bool {
	return marker >= firstSof && marker <= lastSof && marker != dht && marker != jpg && marker != dac
}

func pixelsOfJPEG(file io.ReaderAt, head int64) error {
	frame := make([]byte, 7)
	if _, err := file.ReadAt(frame, head); err != nil {
		return Mismatch
	}
	return pixels(uint64(binary.BigEndian.Uint16(frame[5:])), uint64(binary.BigEndian.Uint16(frame[3:])))
}

// scanned answers where the data of a scan end: at a marker that is neither a stuffed byte nor a restart.
func scanned(file io.ReaderAt, from, size int64) (int64, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(file, from, size-from), 16<<10)
	for at := from; ; {
		skipped, err := r.ReadSlice(0xff)
		at += int64(len(skipped))
		if err == bufio.ErrBufferFull { //nolint:errorlint // answered bare
			continue
		}
		next, _ := r.Peek(1)
		if err != nil || len(next) == 0 {
			return 0, Mismatch // it breaks off
		}
		if b := next[0]; b != 0 && b != 0xff && (b < restart || b > noMore) {
			return at - 1, nil
		}
	}
}

// turnOf answers how an image is turned, by the tag 0x0112 of its Exif; 0 where it does not say.
func turnOf(file io.ReaderAt, from, to int64) int {
	raw := make([]byte, min(to-from, 64<<10))
	if _, err := file.ReadAt(raw, from); err != nil || !bytes.HasPrefix(raw, []byte("Exif\x00\x00")) {
		return 0
	}
	tiff := raw[6:]
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	for i := range uint64(order.Uint16(tiff[at:])) {
		entry := at + 2 + i*12
		if entry+12 > uint64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if turn := int(order.Uint16(tiff[entry+8:])); turn <= 8 {
				return turn
			}
			return 0
		}
	}
	return 0
}

// turned is a segment that says how an image is turned, and nothing else.
func turned(turn int) []byte {
	return append([]byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), byte(turn), 0, 0, 0, 0, 0, 0) //nolint:gosec // at most 8
}

// within reports whether something stands in the first bytes of a file.
func within(file io.ReaderAt, most int, what string) bool {
	head := make([]byte, most)
	n, _ := file.ReadAt(head, 0)
	return bytes.Contains(head[:n], []byte(what))
}
