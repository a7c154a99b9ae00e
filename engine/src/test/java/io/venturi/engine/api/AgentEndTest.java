package io.venturi.engine.api;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentEndTest {

    @Test
    void shouldWaitForASlowAgentWithoutInterruptingIt() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch turn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AgentRunner runner = new AgentRunner(NoOpIdleStrategy.INSTANCE, Throwable::printStackTrace, null,
                slow(working, turn, interrupted));
        AgentRunner.startOnThread(runner);
        assertTrue(working.await(30, TimeUnit.SECONDS));
        Thread closing = Thread.ofPlatform().start(() -> AgentEnd.await(runner));

        // a wait with a limit, after which it would complain, would be TIMED_WAITING
        while (closing.getState() != Thread.State.WAITING) {
            assertTrue(closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING, "it waits with a limit");
            Thread.onSpinWait();
        }
        turn.countDown();
        closing.join();

        assertTrue(runner.isClosed());
        assertFalse(interrupted.get());
    }

    private static Agent slow(CountDownLatch working, CountDownLatch turn, AtomicBoolean interrupted) {
        return new Agent() {
            @Override
            public int doWork() throws InterruptedException {
                working.countDown();
                turn.await();
                interrupted.set(Thread.currentThread().isInterrupted());
                return 0;
            }

            @Override
            public String roleName() {
                return "slow";
            }
        };
    }
}
