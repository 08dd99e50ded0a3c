package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
)

// The bytes of attachments are the one thing that is no JSON. They come by PATCH, as in the tus protocol (tus.io, 1.0): the header
// Upload-Offset says how many have come before, and the answer how many have now, so that a sender whose connection broke asks by
// HEAD and goes on. They go out by GET.
const (
	filePath     = "/v1/cases/{case_id}/attachments/{attachment_id}"
	pieceType    = "application/offset+octet-stream"
	uploadOffset = "Upload-Offset"
	uploadLength = "Upload-Length"
	// pieceSize is how many bytes go to the services at once.
	pieceSize = 128 << 10
	// pieceWait is how long a client may take for one, each way.
	pieceWait = 30 * time.Second
	// mostFile is the largest file in bytes.
	mostFile = 10 << 20
	// mostPieces are on their way at a time, of all uploads: what each of them takes in memory, several times over, is bounded so.
	mostPieces = 4
)

// handleFiles adds the handlers of attachments' bytes. Other methods are the JSON interface's.
func (g *Gateway) handleFiles(mux *http.ServeMux) {
	f := files{g: g, client: attachmentspb.NewAttachmentServiceClient(g.front), pieces: make(chan struct{}, mostPieces)}
	mux.Handle("PATCH "+filePath, g.admitted(filePath, f.take))
	mux.Handle("HEAD "+filePath, g.admitted(filePath, f.offset))
	mux.Handle("GET "+filePath, g.admitted(filePath, f.give))
}

// admitted lets requests of somebody with a session through, with the metadata of a call.
func (g *Gateway) admitted(path string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r.Context())
		c.route, c.found = path, &route{pattern: path}
		session, refused := g.who(r, c)
		if refused != nil {
			writeProblem(w, r, *refused)
			return
		}
		md, wrong := metadataOf(c, session, r.Header.Values)
		if len(wrong) > 0 {
			writeProblem(w, r, refusal{reason: reasonValidation, violations: wrong})
			return
		}
		c.metadata = md
		next(w, r.WithContext(metadata.NewOutgoingContext(r.Context(), md)))
	})
}

type files struct {
	g      *Gateway
	client attachmentspb.AttachmentServiceClient
	pieces chan struct{}
}

// fail answers a failed call.
func (f files) fail(w http.ResponseWriter, r *http.Request, err error) {
	f.g.serviceError(r.Context(), nil, nil, w, r, err)
}

// offset answers how far an upload is.
func (f files) offset(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), callDeadline)
	defer cancel()
	a, err := f.client.GetUpload(ctx, &attachmentspb.GetUploadRequest{CaseId: r.PathValue("case_id"), AttachmentId: r.PathValue("attachment_id")})
	if err != nil {
		f.fail(w, r, err)
		return
	}
	come(w, a)
	w.WriteHeader(http.StatusOK)
}

func come(w http.ResponseWriter, a *attachmentspb.Attachment) {
	w.Header().Set(uploadOffset, strconv.Itoa(int(a.GetReceived())))
	w.Header().Set(uploadLength, strconv.Itoa(int(a.GetSize())))
}

// take takes bytes, and keeps what has come in whole pieces when the connection breaks.
func (f files) take(w http.ResponseWriter, r *http.Request) {
	offset, err := strconv.ParseInt(r.Header.Get(uploadOffset), 10, 32)
	switch {
	case r.Header.Get("Content-Type") != pieceType || r.Header.Get("Content-Encoding") != "":
		writeProblem(w, r, refusal{reason: reasonUnsupportedMediaType})
		return
	case err != nil || offset < 0:
		writeProblem(w, r, refusal{reason: reasonValidation, rule: ruleUploadOffset})
		return
	case r.ContentLength > mostFile:
		writeProblem(w, r, refusal{reason: reasonTooLarge})
		return
	}
	body := http.MaxBytesReader(w, r.Body, mostFile)
	piece, connection := make([]byte, pieceSize), http.NewResponseController(w)
	for {
		_ = connection.SetReadDeadline(f.g.now().Add(pieceWait)) // where it cannot be set, the server's own holds
		n, err := io.ReadFull(body, piece)
		if n > 0 && (err == nil || errors.Is(err, io.ErrUnexpectedEOF)) {
			a, failed := f.send(r, offset, piece[:n])
			if failed != nil {
				f.fail(w, r, failed)
				return
			}
			offset = int64(a.GetReceived())
			come(w, a)
		}
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			writeProblem(w, r, refusal{reason: reasonTooLarge})
			return
		}
		if err != nil {
			break // at the end, or broken: HEAD says how far it came
		}
	}
	_ = connection.SetReadDeadline(time.Time{})
	_ = connection.SetWriteDeadline(f.g.now().Add(pieceWait))
	w.WriteHeader(http.StatusNoContent)
}

// send gives a piece to the services, when its turn comes.
func (f files) send(r *http.Request, offset int64, piece []byte) (*attachmentspb.Attachment, error) {
	ctx, cancel := context.WithTimeout(r.Context(), callDeadline)
	defer cancel()
	select {
	case f.pieces <- struct{}{}:
		defer func() { <-f.pieces }()
	case <-ctx.Done():
		return nil, status.FromContextError(ctx.Err()).Err()
	}
	return f.client.AppendUpload(ctx, &attachmentspb.AppendUploadRequest{
		CaseId: r.PathValue("case_id"), AttachmentId: r.PathValue("attachment_id"), Offset: int32(offset), Data: piece, //nolint:gosec // at most mostFile
	})
}

// give gives an attachment out, to be kept; with ?preview=1 an image or a PDF to be looked at, in a sandbox.
func (f files) give(w http.ResponseWriter, r *http.Request) {
	first, stream, err := f.open(r)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	a := first.GetAttachment()
	inline := r.URL.Query().Get("preview") == "1" && mediaTypes[a.GetType()].shown
	h := w.Header()
	h.Set("Content-Type", mediaTypes[a.GetType()].name)
	h.Set("Content-Length", strconv.Itoa(int(a.GetSize())))
	h.Set("Content-Disposition", disposition(inline, a.GetName()))
	if inline {
		h.Set("Content-Security-Policy", previewPolicy)
	}
	connection := http.NewResponseController(w)
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return
		}
		_ = connection.SetWriteDeadline(f.g.now().Add(pieceWait)) // where it cannot be set, the server's own holds
		if err == nil {
			_, err = w.Write(m.GetData())
		}
		if err != nil {
			panic(http.ErrAbortHandler) // half a file must not look like a whole one
		}
	}
}

// open begins to read an attachment.
func (f files) open(r *http.Request) (*attachmentspb.ReadAttachmentResponse, grpc.ServerStreamingClient[attachmentspb.ReadAttachmentResponse], error) {
	return firstBehind(r.Context(), f.g, func(ctx context.Context) (grpc.ServerStreamingClient[attachmentspb.ReadAttachmentResponse], error) {
		return f.client.ReadAttachment(ctx, &attachmentspb.ReadAttachmentRequest{
			CaseId: r.PathValue("case_id"), AttachmentId: r.PathValue("attachment_id"),
		})
	})
}
