package matching

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
)

// A snapshot is an index as bytes, so that a start need not read every person of the register. It holds days of birth
// and identifiers: whoever keeps it keeps it encrypted. It is read only by the rules and the build that wrote it;
// anything else is made anew from the register, which loses nothing but time.

// snapshotMagic begins a snapshot; its number changes with the layout.
const snapshotMagic = "homeward-index/1"

// ErrSnapshot says that a snapshot is damaged or was made by other rules: make the index from the register.
var ErrSnapshot = errors.New("matching: not a snapshot of these rules")

var crcTable = crc64.MakeTable(crc64.ECMA)

// WriteTo writes a snapshot. Nobody can be added meanwhile; searches go on.
func (x *Index) WriteTo(w io.Writer) (int64, error) {
	x.merging.Lock()
	defer x.merging.Unlock()
	x.merge()
	x.mu.RLock()
	for x.fresh.people > 0 { // somebody came between the two locks
		x.mu.RUnlock()
		x.merge()
		x.mu.RLock()
	}
	defer x.mu.RUnlock()
	out := &snapshotWriter{w: bufio.NewWriterSize(w, 1<<20)}
	out.text(snapshotMagic)
	out.text(RulesVersion)
	out.number(uint64(x.rows.n))
	out.number(uint64(x.dead))
	for _, b := range x.rows.blocks {
		out.rows(b)
	}
	out.number(uint64(len(x.names.count)))
	names := make([]string, len(x.names.count))
	for s, i := range x.names.number {
		names[i] = s
	}
	for i, s := range names {
		out.text(s)
		out.number(uint64(x.names.count[i]))
	}
	for k := range x.keys {
		list := *x.keys[k].Load()
		out.number(uint64(len(list)))
		out.list(list)
	}
	out.number(out.crc)
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.n, out.err
}

type snapshotWriter struct {
	w   *bufio.Writer
	crc uint64
	n   int64
	err error
}

func (s *snapshotWriter) write(b []byte) {
	if s.err != nil {
		return
	}
	s.crc = crc64.Update(s.crc, crcTable, b)
	n, err := s.w.Write(b)
	s.n += int64(n)
	s.err = err
}

func (s *snapshotWriter) number(v uint64) { s.write(binary.LittleEndian.AppendUint64(nil, v)) }

func (s *snapshotWriter) text(t string) {
	s.number(uint64(len(t)))
	s.write([]byte(t))
}

const rowBytes = 36

func (s *snapshotWriter) rows(rows []row) {
	b := make([]byte, 0, rowBytes*len(rows))
	for _, r := range rows {
		b = append(b, r.id[:]...)
		for _, v := range [...]uint32{r.given, r.family, r.father, r.place, r.born} {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	s.write(b)
}

// listPart is how many keys are written or read at once.
const listPart = 1 << 13

func (s *snapshotWriter) list(list []uint64) {
	b := make([]byte, 0, 8*listPart)
	for len(list) > 0 {
		part := list[:min(len(list), listPart)]
		b = b[:0]
		for _, v := range part {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
		s.write(b)
		list = list[len(part):]
	}
}

// ReadIndex reads a snapshot, or fails with ErrSnapshot.
func ReadIndex(r io.Reader) (*Index, error) {
	in := &snapshotReader{r: bufio.NewReaderSize(r, 1<<20)}
	if in.text() != snapshotMagic || in.text() != RulesVersion {
		return nil, ErrSnapshot
	}
	x := NewIndex()
	n := in.number(maxSnapshotRows)
	x.dead = int(in.number(maxSnapshotRows))
	for left := n; left > 0 && in.err == nil; left -= min(left, rowBlock) {
		x.rows.blocks = append(x.rows.blocks, in.rows(int(min(left, rowBlock))))
	}
	x.rows.n = uint32(n)
	names := in.number(n*3 + 1)
	x.names.count = x.names.count[:0]
	for i := range names {
		s := in.text()
		x.names.count = append(x.names.count, uint32(in.number(n)))
		if in.err != nil {
			return nil, in.err
		}
		if i > 0 {
			x.names.number[s] = uint32(i)
			for less := range lessOne(s) {
				x.names.near[less] = append(x.names.near[less], uint32(i))
			}
		}
	}
	for k := range x.keys {
		list := in.list(int(in.number(n)))
		x.keys[k].Store(&list)
	}
	sum := in.crc
	if in.number(^uint64(0)) != sum || in.err != nil {
		return nil, errors.Join(ErrSnapshot, in.err)
	}
	return x, x.sound()
}

// maxSnapshotRows bounds what a damaged header can make us reserve.
const maxSnapshotRows = 1 << 28

// sound checks that no number of a snapshot points outside it.
func (x *Index) sound() error {
	for _, b := range x.rows.blocks {
		for i := range b {
			if n := uint32(len(x.names.count)); b[i].given >= n || b[i].family >= n || b[i].father >= n {
				return ErrSnapshot
			}
		}
	}
	for k := range x.keys {
		for _, e := range *x.keys[k].Load() {
			if uint32(e) >= x.rows.n {
				return ErrSnapshot
			}
		}
	}
	return nil
}

type snapshotReader struct {
	r   *bufio.Reader
	crc uint64
	err error
}

func (s *snapshotReader) read(b []byte) {
	if s.err != nil {
		return
	}
	if _, err := io.ReadFull(s.r, b); err != nil {
		s.err = fmt.Errorf("%w: %w", ErrSnapshot, err)
		return
	}
	s.crc = crc64.Update(s.crc, crcTable, b)
}

// number reads a number of at most most; a larger one is a damaged snapshot.
func (s *snapshotReader) number(most uint64) uint64 {
	var b [8]byte
	s.read(b[:])
	v := binary.LittleEndian.Uint64(b[:])
	if s.err == nil && v > most {
		s.err = ErrSnapshot
	}
	if s.err != nil {
		return 0
	}
	return v
}

func (s *snapshotReader) text() string {
	b := make([]byte, s.number(1<<10))
	s.read(b)
	return string(b)
}

func (s *snapshotReader) rows(n int) []row {
	b := make([]byte, rowBytes*n)
	s.read(b)
	out := make([]row, n, rowBlock)
	for i := range out {
		r := &out[i]
		b = b[copy(r.id[:], b):]
		for _, v := range [...]*uint32{&r.given, &r.family, &r.father, &r.place, &r.born} {
			*v = binary.LittleEndian.Uint32(b)
			b = b[4:]
		}
	}
	return out
}

func (s *snapshotReader) list(n int) []uint64 {
	out := make([]uint64, 0, n)
	b := make([]byte, 8*listPart)
	for len(out) < n && s.err == nil {
		part := b[:8*min(listPart, n-len(out))]
		s.read(part)
		for ; len(part) > 0; part = part[8:] {
			out = append(out, binary.LittleEndian.Uint64(part))
		}
	}
	return out
}
