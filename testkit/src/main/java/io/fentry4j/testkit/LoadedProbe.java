package io.fentry4j.testkit;

import io.fentry4j.testkit.internal.fixture.LoadedProbeResolver;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A parameter of a test, a lifecycle method or a constructor that gets a BPF object: loaded, with
/// all programs attached that have a target, and closed after the test, or after the class if a
/// method with `@BeforeAll` asked.
///
/// Its type is a class that `fentry4j-bpf-compiler` wrote. A test that sets targets or constants
/// first opens the object itself, and attaches with [Probes#attachAll].
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LoadedProbeResolver.class)
@SuppressWarnings("exports") // JUnit makes the resolver; nobody else is to
public @interface LoadedProbe {}
