package dev.sendpost.samples.data;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Fills an application once, when it is ready.
 */
class SampleData implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(SampleData.class);

	private final SampleAccounts accounts;

	private final SampleAudience audience;

	private final SampleMessages messages;

	private final SampleHistory history;

	SampleData(SampleAccounts accounts, SampleAudience audience, SampleMessages messages, SampleHistory history) {
		this.accounts = accounts;
		this.audience = audience;
		this.messages = messages;
		this.history = history;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (this.accounts.exist()) {
			return;
		}
		this.accounts.create();
		this.audience.create();
		this.messages.send();
		this.history.write();
		logger.info("Sample data was added");
	}

}
