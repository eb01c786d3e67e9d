package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/explain"
)

// explain answers why a user may do something with a record, or not.
func (a *API) explain(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	answer, err := a.Explain.Explain(c.UserContext(), caller, explain.Question{
		User: c.Query("user"), Entity: c.Query("entity"), ID: c.Query("id"), Action: c.Query("action"),
		Field: c.Query("field"), Channel: c.Query("channel")})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// who lists the users who may do something with a record.
func (a *API) who(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	answer, err := a.Explain.Who(c.UserContext(), caller, explain.WhoQuestion{
		Entity: c.Query("entity"), ID: c.Query("id"), Action: c.Query("action"), Channel: c.Query("channel"),
		Limit: c.QueryInt("limit"), After: c.Query("after")})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// what tells what a user may do.
func (a *API) what(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	answer, err := a.Explain.What(c.UserContext(), caller, explain.WhatQuestion{
		User: c.Query("user"), Entity: c.Query("entity"), Channel: c.Query("channel"), Counts: c.QueryBool("counts")})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// accessHealth tells administrators which policies fail.
func (a *API) accessHealth(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	answer, err := a.Explain.Health(c.UserContext(), caller)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
