package io.presence.store.memory;

import io.presence.store.Epochs;

/** When the twin began; emptied, it begins anew at the next look. */
final class MemoryEpochs implements Epochs {
  private final Memory memory;
  private long looked;

  MemoryEpochs(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Look look() {
    synchronized (memory) {
      if (memory.begun == 0) {
        memory.begun = memory.now();
        memory.emptied = looked != 0;
      }
      boolean anew = looked != 0 && looked != memory.begun;
      looked = memory.begun;
      return new Look(memory.uncertainMillis(), anew);
    }
  }
}
