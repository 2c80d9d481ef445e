package homeward

import (
	"fmt"
	"strings"
)

// CaseNumber is the number a household quotes: seven digits, a hyphen and a check digit (ISO 7064, MOD 11,10), so that
// a misheard digit or two swapped ones are noticed at once. Example: 1234567-8.
type CaseNumber string

// NewCaseNumber writes the n-th case number. It panics beyond seven digits, ten million households.
func NewCaseNumber(n int) CaseNumber {
	if n < 0 || n > 9_999_999 {
		panic(fmt.Sprintf("homeward: case number %d has more than seven digits", n))
	}
	d := fmt.Sprintf("%07d", n)
	return CaseNumber(d + "-" + string(checkDigit(d)))
}

// ParseCaseNumber reads what a person typed, with or without the hyphen and spaces.
func ParseCaseNumber(s string) (CaseNumber, error) {
	d := strings.NewReplacer("-", "", " ", "", "\u00a0", "").Replace(s)
	if len(d) != 8 || strings.Trim(d, "0123456789") != "" {
		return "", Errorf(Invalid, "case_number.malformed", "Value", s)
	}
	if checkDigit(d[:7]) != d[7] {
		return "", Errorf(Invalid, "case_number.check_digit", "Value", s)
	}
	return CaseNumber(d[:7] + "-" + d[7:]), nil
}

// checkDigit is ISO 7064 MOD 11,10 over decimal digits.
func checkDigit(digits string) byte {
	p := 10
	for i := range len(digits) {
		s := (p + int(digits[i]-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return byte('0' + (11-p)%10)
}
