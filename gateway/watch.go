package gateway

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
)

const (
	watchPath = "/v1/events:watch"
	// eventWait is how long a client may take for one event.
	eventWait = 10 * time.Second
	// watchAgain is after how many milliseconds a browser comes back whose stream has ended.
	watchAgain = 3000
)

// handleWatch adds the one stream of a browser, which tells what has changed: server-sent events of vaatu.events.v1.Hint as JSON,
// and a comment for an empty one. A browser comes back by itself where a stream has ended, and gives up where it is refused.
func (g *Gateway) handleWatch(mux *http.ServeMux) {
	client := eventspb.NewEventServiceClient(g.front)
	mux.Handle("GET "+watchPath, g.admitted(watchPath, func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(g.streams, cancel)() //nolint:contextcheck // the process ends it, not the request alone
		// The first one says that the call was let in.
		hint, stream, err := firstBehind(ctx, g, func(ctx context.Context) (grpc.ServerStreamingClient[eventspb.Hint], error) {
			return client.WatchEvents(ctx, &eventspb.WatchEventsRequest{})
		})
		if err != nil {
			g.serviceError(r.Context(), nil, nil, w, r, err)
			return
		}
		connection := http.NewResponseController(w)
		_ = connection.SetReadDeadline(time.Time{}) // nothing more is read: without this the stream would end with the reading
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Accel-Buffering", "no") // proxies pass it on at once
		_, err = fmt.Fprintf(w, "retry: %d\n", watchAgain)
		for err == nil {
			_ = connection.SetWriteDeadline(g.now().Add(eventWait)) // where it cannot be set, the server's own holds
			if _, err = w.Write(eventOf(hint)); err == nil {
				err = connection.Flush()
			}
			if err == nil {
				hint, err = stream.Recv()
			}
		}
	}))
}

// eventOf answers a hint as an event.
func eventOf(hint *eventspb.Hint) []byte {
	if proto.Size(hint) == 0 {
		return []byte(":\n\n")
	}
	data, err := protojson.Marshal(hint)
	if err != nil {
		return []byte(":\n\n") // ids can be written
	}
	return fmt.Appendf(nil, "data: %s\n\n", data)
}
