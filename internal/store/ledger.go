package store

import (
	"context"

	"homeward"

	"github.com/uptrace/bun"
)

// InsertArticles keeps articles.
func (tx *Tx) InsertArticles(ctx context.Context, list []homeward.Article) error {
	for i := range list {
		list[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, list)
}

// Articles gives the articles of an operation without their texts.
func (tx *Tx) Articles(ctx context.Context) ([]homeward.Article, error) {
	var out []homeward.Article
	return out, tx.NewSelect().Model(&out).ExcludeColumn("text").OrderExpr("published_on, key").Scan(ctx)
}

// ArticlesWaiting lists the articles with proposals that nobody has looked at, the newest first.
func (tx *Tx) ArticlesWaiting(ctx context.Context) ([]homeward.Article, error) {
	var out []homeward.Article
	return out, tx.NewSelect().Model(&out).ExcludeColumn("text").
		Where("EXISTS (SELECT 1 FROM statement s WHERE s.article_id = article.id AND s.proposed AND NOT EXISTS (SELECT 1 FROM review r WHERE r.statement_id = s.id))").
		OrderExpr("published_on DESC, key").Scan(ctx)
}

// Article gives one article with its text.
func (tx *Tx) Article(ctx context.Context, id homeward.ArticleID) (a homeward.Article, err error) {
	err = tx.NewSelect().Model(&a).Where("id = ?", id).Scan(ctx)
	return a, one(err, "article")
}

// ArticleByKey finds an article by what tells it from every other; ok is false when there is none.
func (tx *Tx) ArticleByKey(ctx context.Context, key string) (a homeward.Article, ok bool, err error) {
	var list []homeward.Article
	err = tx.NewSelect().Model(&list).ExcludeColumn("text").Where("key = ?", key).Scan(ctx)
	if err != nil || len(list) == 0 {
		return a, false, err
	}
	return list[0], true, nil
}

// InsertStatements keeps published figures.
func (tx *Tx) InsertStatements(ctx context.Context, list []homeward.Statement) error {
	for i := range list {
		list[i].RecordedSeq = tx.Seq
	}
	return insert(ctx, tx, list)
}

// Statement gives one published figure.
func (tx *Tx) Statement(ctx context.Context, id homeward.StatementID) (s homeward.Statement, err error) {
	err = tx.NewSelect().Model(&s).Where("id = ?", id).Scan(ctx)
	return s, one(err, "statement")
}

// AllStatements lists published figures in every state by place and day, with what was decided about each.
func (tx *Tx) AllStatements(ctx context.Context) ([]homeward.Statement, error) {
	var out []homeward.Statement
	return out, tx.NewSelect().Model(&out).OrderExpr("as_of, place, kind, id").Scan(ctx)
}

// StatementsOf lists the figures of one article in the order of its text.
func (tx *Tx) StatementsOf(ctx context.Context, id homeward.ArticleID) ([]homeward.Statement, error) {
	var out []homeward.Statement
	return out, tx.NewSelect().Model(&out).Where("article_id = ?", id).OrderExpr("block, span_start, id").Scan(ctx)
}

// standing are statements that count: confirmed by a person or handed over by one, not rejected, and not replaced.
func standing(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Where("NOT EXISTS (SELECT 1 FROM review r WHERE r.statement_id = statement.id AND r.ends)").
		Where("(NOT statement.proposed OR EXISTS (SELECT 1 FROM review r WHERE r.statement_id = statement.id AND NOT r.ends))")
}

// Statements lists the published figures that stand, by day and place.
func (tx *Tx) Statements(ctx context.Context) ([]homeward.Statement, error) {
	var out []homeward.Statement
	return out, standing(tx.NewSelect().Model(&out)).OrderExpr("as_of, place, kind, id").Scan(ctx)
}

// InsertReview keeps a decision about a statement.
func (tx *Tx) InsertReview(ctx context.Context, r homeward.Review) error {
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Review{r})
}

// Reviews lists the decisions about statements of an article, or about all when it is empty, in order.
func (tx *Tx) Reviews(ctx context.Context, article homeward.ArticleID) ([]homeward.Review, error) {
	var out []homeward.Review
	q := tx.NewSelect().Model(&out)
	if article != "" {
		q = q.Where("statement_id IN (SELECT id FROM statement WHERE article_id = ?)", article)
	}
	return out, q.OrderExpr("recorded_seq, statement_id").Scan(ctx)
}

// InsertRelease keeps a published paragraph.
func (tx *Tx) InsertRelease(ctx context.Context, r homeward.Release) error {
	r.RecordedSeq = tx.Seq
	return insert(ctx, tx, []homeward.Release{r})
}

// Releases lists published paragraphs, the newest day first and each day's last edition first; place "" is every place.
func (tx *Tx) Releases(ctx context.Context, place homeward.PlaceID) ([]homeward.Release, error) {
	var out []homeward.Release
	q := tx.NewSelect().Model(&out)
	if place != "" {
		q = q.Where("place = ?", place)
	}
	return out, q.OrderExpr("day DESC, place, edition DESC").Scan(ctx)
}
