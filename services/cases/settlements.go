package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Settlement is how coordination settled a dispute by which a unit's part ended: what who was told of it still reads of the case.
type Settlement struct {
	CaseID  string         `db:"case_id"`
	Number  string         `db:"number"`
	Outcome DisputeOutcome `db:"outcome"`
	// UnitNameFi and UnitNameSv name the unit to which the lead moved; nil where coordination finds one.
	UnitNameFi *string   `db:"unit_name_fi"`
	UnitNameSv *string   `db:"unit_name_sv"`
	SettleTime time.Time `db:"settle_time"`
}

const settlementSelect = "SELECT case_id, number, outcome, unit_name_fi, unit_name_sv, settle_time FROM access.my_settlements($1)"

// Settlements answers those of the principal, the latest first.
func (r Reader) Settlements(ctx context.Context, p permission.Principal, now time.Time) (all []Settlement, err error) {
	err = r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all, settlementSelect, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing settlements: %w", err)
	}
	return all, nil
}

// Settlement answers one with the reason, once the audit says so. A *Refusal with Unknown where there is none.
func (r Reader) Settlement(ctx context.Context, p permission.Principal, caseID string, now time.Time) (Settlement, Content, error) {
	var all []Settlement
	var reasons []reasonRow
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		all, reasons = nil, nil
		postgres.Rows(tx, &all, settlementSelect+" WHERE case_id = $2", now, caseID)
		postgres.Rows(tx, &reasons, "SELECT "+contentSQL.list+", wrapped FROM audit.read_settlement($1, $2)", caseID, now)
		return nil
	})
	if err != nil {
		return Settlement{}, Content{}, fmt.Errorf("reading a settlement: %w", err)
	}
	if len(all) == 0 || len(reasons) == 0 {
		return Settlement{}, Content{}, &Refusal{Reason: Unknown}
	}
	opened, err := r.open(caseID, reasons[0].Wrapped, []contentRow{reasons[0].contentRow})
	if err != nil {
		return Settlement{}, Content{}, err
	}
	return all[0], opened[0], nil
}
