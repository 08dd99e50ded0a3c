// Package lines reads an operator's file: a row a line, of fields between spaces; what follows # is a comment.
package lines

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

// Open reads a file as Read does, and names it.
func Open(path string, row func(fields []string) error) error {
	file, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("opening a file of settings: %w", err)
	}
	defer file.Close()
	if err := Read(file, row); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Read hands over each row, and ends with the first one that is refused, by its line.
func Read(r io.Reader, row func(fields []string) error) error {
	scanner := bufio.NewScanner(r)
	for n := 1; scanner.Scan(); n++ {
		text, _, _ := strings.Cut(scanner.Text(), "#")
		if fields := strings.Fields(text); len(fields) > 0 {
			if err := row(fields); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("reading lines: %w", err)
	}
	return nil
}
