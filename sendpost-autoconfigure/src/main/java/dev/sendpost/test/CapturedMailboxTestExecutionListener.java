package dev.sendpost.test;

import dev.sendpost.transport.capture.CapturedMailbox;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Empties the mailbox of captured messages before each test method, so that a test sees
 * its own mail only. Active in every test with an application context that has one.
 */
final class CapturedMailboxTestExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			context.getBeanProvider(CapturedMailbox.class).ifAvailable((mailbox) -> {
				mailbox.awaitArrival(CapturedMailboxAssert.TIMEOUT);
				mailbox.clear();
			});
		}
	}

}
