package io.presence.store.redis;

/** The random walk on one node. */
class RandomWalkIT extends RandomWalk {
  RandomWalkIT() {
    super(new TestRedis(), 1, 2, 3, 5, 8, 13, 21, 34);
  }
}
