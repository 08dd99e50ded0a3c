// Package leakguard finds in a text what could tell who is meant: identity codes, phone numbers, e-mail and street
// addresses, names of people and of schools. It is a help and promises no anonymity. The browser runs the same rules while
// a person types; here they are run again.
//
// Figures will stand here.
package leakguard
