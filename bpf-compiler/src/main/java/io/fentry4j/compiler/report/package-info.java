/// The messages for the user and where they stand.
package io.fentry4j.compiler.report;
