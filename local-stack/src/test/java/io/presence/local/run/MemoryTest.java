package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void residentMemoryIsReadFromTheStatusOfAProcess() {
    assertThat(Memory.fromProc("Name:\tjava\nVmPeak:\t 9 kB\nVmRSS:\t  123456 kB\nThreads:\t3\n"))
        .isEqualTo(123456);
    assertThat(Memory.fromProc("Name:\tkthreadd\n")).isZero();
  }

  @Test
  void thisProcessHasSomeAndOneThatIsGoneHasNone() {
    assertThat(Memory.of(ProcessHandle.current().pid())).isGreaterThan(1000);
    assertThat(Memory.ofTree(Long.MAX_VALUE)).isZero();
  }
}
