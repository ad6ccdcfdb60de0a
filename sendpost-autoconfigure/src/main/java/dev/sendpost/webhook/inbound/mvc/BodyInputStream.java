package dev.sendpost.webhook.inbound.mvc;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * A body that is in memory.
 */
final class BodyInputStream extends ServletInputStream {

	private final ByteArrayInputStream body;

	BodyInputStream(byte[] body) {
		this.body = new ByteArrayInputStream(body);
	}

	@Override
	public int read() {
		return this.body.read();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) {
		return this.body.read(buffer, offset, length);
	}

	@Override
	public int available() {
		return this.body.available();
	}

	@Override
	public boolean isFinished() {
		return this.body.available() == 0;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setReadListener(ReadListener listener) {
		try {
			if (!isFinished()) {
				listener.onDataAvailable();
			}
			listener.onAllDataRead();
		}
		catch (IOException ex) {
			listener.onError(ex);
		}
	}

}
