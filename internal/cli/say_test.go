package cli

import "testing"

func TestTheTerminalChoosesTheLanguage(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing set", nil, "en"},
		{"the C locale is English", map[string]string{"LANG": "C.UTF-8"}, "en"},
		{"LANG", map[string]string{"LANG": "az_AZ.UTF-8"}, "az"},
		{"LC_ALL before LANG", map[string]string{"LANG": "az_AZ.UTF-8", "LC_ALL": "hy_AM.UTF-8"}, "hy"},
		{"LC_MESSAGES before LANG", map[string]string{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ru_RU"}, "ru"},
		{"an empty LC_ALL is not set", map[string]string{"LANG": "hy", "LC_ALL": ""}, "hy"},
		{"a language we do not speak", map[string]string{"LANG": "ka_GE.UTF-8"}, "en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := language(func(name string) string { return tt.env[name] }); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
