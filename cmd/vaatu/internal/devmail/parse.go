package devmail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// parse answers the subject and the plain text of a mail.
func parse(r io.Reader) (subject, text string, err error) {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return "", "", fmt.Errorf("reading a mail: %w", err)
	}
	subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return "", "", fmt.Errorf("reading the subject: %w", err)
	}
	text, err = plainText(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return subject, strings.ReplaceAll(text, "\r\n", "\n"), err
}

// plainText answers the first plain text of a body or its parts; other parts give nothing.
func plainText(contentType, encoding string, body io.Reader) (string, error) {
	media, parameters, err := mime.ParseMediaType(contentType)
	if contentType == "" || err != nil {
		media = "text/plain"
	}
	switch {
	case strings.HasPrefix(media, "multipart/"):
		return firstPart(multipart.NewReader(body, parameters["boundary"]))
	case media != "text/plain":
		return "", nil
	}
	text, err := io.ReadAll(decoded(encoding, body))
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	return string(text), nil
}

func firstPart(parts *multipart.Reader) (string, error) {
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", fmt.Errorf("reading a part: %w", err)
		}
		text, err := plainText(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		if err != nil || text != "" {
			return text, err
		}
	}
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}
