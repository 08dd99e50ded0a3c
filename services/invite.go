package services

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/access"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// InviteAdmin makes an invitation for an admin, as the migrator, and answers the token of its link, which is kept nowhere.
func InviteAdmin(ctx context.Context, migratorURL string, now time.Time) (token string, until time.Time, err error) {
	token, hash := session.NewToken()
	until = now.Add(access.InvitationLasts)
	err = asMigrator(ctx, migratorURL, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO access.invitations (id, hash, role, from_date, create_time, expire_time)
			VALUES ($1, $2, 'ADMIN', $3::date, $4, $5)`, uuid.Must(uuid.NewV7()), hash, helsinki.Date(now), now, until)
		return err
	})
	if err != nil {
		return "", until, fmt.Errorf("inviting an admin: %w", err)
	}
	return token, until, nil
}
