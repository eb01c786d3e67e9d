package query

import (
	"math/big"
	"strconv"
	"strings"
)

var (
	scaled   = new(big.Int).Exp(big.NewInt(10), big.NewInt(Places), nil)
	tooLarge = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(MaxWhole), nil))
)

// numeric makes a function of one that computes exactly; nil is no answer.
func numeric(f func(args []*big.Rat) *big.Rat) function {
	return func(args []any) any {
		numbers := make([]*big.Rat, len(args))
		for i, v := range args {
			d, ok := decimal(v)
			if !ok {
				return nil
			}
			if numbers[i], ok = new(big.Rat).SetString(string(d)); !ok {
				return nil
			}
		}
		return number(f(numbers))
	}
}

// number gives a computed number as a value, nil when it is out of bounds.
func number(x *big.Rat) any {
	if x == nil || new(big.Rat).Abs(x).Cmp(tooLarge) >= 0 {
		return nil
	}
	digits, exact := x.FloatPrec()
	if !exact {
		return nil
	}
	s := x.FloatString(digits)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return Decimal(s)
}

func whole(n int64) Decimal { return Decimal(strconv.FormatInt(n, 10)) }

// toPlaces rounds half away from zero to a number of 1/unit.
func toPlaces(x *big.Rat, unit *big.Int) *big.Rat {
	n := new(big.Int).Mul(new(big.Int).Abs(x.Num()), unit)
	q, r := new(big.Int).QuoRem(n, x.Denom(), new(big.Int))
	if r.Lsh(r, 1).Cmp(x.Denom()) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	if x.Sign() < 0 {
		q.Neg(q)
	}
	return new(big.Rat).SetFrac(q, unit)
}

// truncated is the whole part.
func truncated(x *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Quo(x.Num(), x.Denom()))
}

func addition(a []*big.Rat) *big.Rat    { return new(big.Rat).Add(a[0], a[1]) }
func subtraction(a []*big.Rat) *big.Rat { return new(big.Rat).Sub(a[0], a[1]) }
func negative(a []*big.Rat) *big.Rat    { return new(big.Rat).Neg(a[0]) }
func absolute(a []*big.Rat) *big.Rat    { return new(big.Rat).Abs(a[0]) }
func product(a []*big.Rat) *big.Rat     { return toPlaces(new(big.Rat).Mul(a[0], a[1]), scaled) }

func quotient(a []*big.Rat) *big.Rat {
	if a[1].Sign() == 0 {
		return nil
	}
	return toPlaces(new(big.Rat).Quo(a[0], a[1]), scaled)
}

func remainder(a []*big.Rat) *big.Rat {
	if a[1].Sign() == 0 {
		return nil
	}
	times := truncated(new(big.Rat).Quo(a[0], a[1]))
	return new(big.Rat).Sub(a[0], times.Mul(times, a[1]))
}

func floor(a []*big.Rat) *big.Rat {
	x := truncated(a[0])
	if x.Cmp(a[0]) > 0 {
		x.Sub(x, big.NewRat(1, 1))
	}
	return x
}

func ceiling(a []*big.Rat) *big.Rat { return negative([]*big.Rat{floor([]*big.Rat{negative(a)})}) }

func rounded(a []*big.Rat) *big.Rat {
	digits := a[1].Num().Int64()
	if !a[1].IsInt() || digits < 0 || digits > Places {
		return nil
	}
	return toPlaces(a[0], new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil))
}

// power multiplies step by step, each product rounded as the others are.
func power(a []*big.Rat) *big.Rat {
	n := a[1].Num().Int64()
	if !a[1].IsInt() || n < 0 || n > MaxPower {
		return nil
	}
	x := big.NewRat(1, 1)
	for range n {
		if x = product([]*big.Rat{x, a[0]}); new(big.Rat).Abs(x).Cmp(tooLarge) >= 0 {
			return nil
		}
	}
	return x
}

// secondsADay makes days of seconds.
var secondsADay = big.NewRat(86_400, 1)

func wholeDays(a []*big.Rat) *big.Rat { return truncated(new(big.Rat).Quo(a[0], secondsADay)) }

func total(values []any) *big.Rat {
	x := new(big.Rat)
	for _, v := range values {
		d, _ := decimal(v)
		if n, ok := new(big.Rat).SetString(string(d)); ok {
			x.Add(x, n)
		}
	}
	return x
}

func sum(values []any) any { return number(total(values)) }

func average(values []any) any {
	if len(values) == 0 {
		return nil
	}
	return number(quotient([]*big.Rat{total(values), big.NewRat(int64(len(values)), 1)}))
}
