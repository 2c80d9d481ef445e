package draw

import "testing"

func TestWholeDraw(t *testing.T) {
	b := drawnBundle(t, 40)
	data := must[[]byte](t)(b.Encode())
	r := Verify(data)
	if !r.OK {
		t.Fatalf("%+v", r)
	}
	t.Log(len(data), r)
}
