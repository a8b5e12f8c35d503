/// Programs that are made of instructions, and what attaches them.
package io.fentry4j.internal.program;
