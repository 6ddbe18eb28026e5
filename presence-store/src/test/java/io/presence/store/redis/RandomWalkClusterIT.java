package io.presence.store.redis;

/** The random walk on a cluster. */
class RandomWalkClusterIT extends RandomWalk {
  RandomWalkClusterIT() {
    super(TestRedisCluster.shared(), 1, 4, 55);
  }
}
