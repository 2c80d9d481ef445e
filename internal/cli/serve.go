package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
	"homeward/internal/web"

	"github.com/spf13/cobra"
)

func newServeCommand() *cobra.Command {
	var where operation
	var addr string
	var https bool
	c := &cobra.Command{
		Use:   "serve --data DIR | --database ADDRESS",
		Short: "Serve the pages of an operation",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			l, err := listenOn(addr)
			if err != nil {
				return err
			}
			defer l.Close()
			house, err := where.open(c)
			if err != nil {
				return err
			}
			defer house.DB.Close()
			fmt.Fprintln(c.ErrOrStderr(), say(homeward.T("demo.serving", "Address", "http://"+addr)))
			return servePages(c.Context(), c.ErrOrStderr(), house, l, https)
		},
	}
	where.flags(c)
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "address to serve the pages on")
	c.Flags().BoolVar(&https, "https", false, "cookies only over HTTPS: for use behind a proxy that speaks it")
	return c
}

func listenOn(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "cli.port", "Address", addr).WithHint("cli.port.hint").Because(err)
	}
	return l, nil
}

func newIDs(now func() time.Time) *homeward.IDs { return &homeward.IDs{Now: now, Rand: rand.Reader} }

// servePages serves until the context ends, and then lets requests that have begun finish.
func servePages(ctx context.Context, log io.Writer, house *casework.House, l net.Listener, https bool) error {
	ctx, stop := context.WithCancel(ctx)
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	house.Desk = casework.NewDesk()
	var beside sync.WaitGroup
	beside.Go(func() { keepDesk(ctx, logger, house) })
	beside.Go(func() {
		house.AttendDays(ctx, func(err error) { logger.Error("what the day was to end could not all be ended", "error", err) })
	})
	beside.Go(func() {
		house.AttendTrials(ctx, func(err error) { logger.Error("a trial of other rules stopped", "error", err) })
	})
	defer beside.Wait() // the database is closed after it
	defer stop()
	server := &http.Server{
		Handler:           web.New(web.Config{House: house, Sessions: store.Sessions{DB: house.DB}, HTTPS: https, Log: logger}),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	// What opening took (the key is made to need memory, a played sample makes acts) is given back before the long wait.
	debug.FreeOSMemory()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return server.Shutdown(last)
}

// keepDesk reads the register into the desk's index, and then carries on searches of the register. Pages are served
// meanwhile and search by the database's columns.
func keepDesk(ctx context.Context, log *slog.Logger, house *casework.House) {
	if err := house.FillDesk(ctx); err != nil && ctx.Err() == nil {
		log.Error("the index of the desk could not be made; the database is searched instead", "error", err)
		return
	}
	house.AttendMatching(ctx, func(err error) { log.Error("the search of the register stopped", "error", err) })
}
