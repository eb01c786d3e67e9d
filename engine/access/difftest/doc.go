// Package difftest proves that three ways to ask a policy agree: OPA evaluating
// it in full for one record, PostgreSQL evaluating the condition that a plan
// makes of it, and the evaluator in memory.
//
// It makes random records, with empty values, Unicode and large numbers, in real
// tables, and random policies; every record is asked all three ways about every
// id. Known defects are planted one by one to see that each is found.
package difftest
