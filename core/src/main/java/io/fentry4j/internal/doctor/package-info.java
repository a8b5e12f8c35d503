/// How the doctor comes to its report: facts, checks on them, real programs, a verdict.
package io.fentry4j.internal.doctor;
