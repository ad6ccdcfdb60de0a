package dev.sendpost.samples.benchmark.door;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a message costs at least: an endpoint of Spring MVC that reads the same JSON,
 * inserts the same octets into one row with nothing but a primary key, commits, and
 * answers the id.
 */
@RestController
class BareEndpoint {

	private final JdbcTemplate jdbc;

	BareEndpoint(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.jdbc.execute("create table if not exists bare (id uuid primary key, sender text, recipient text, "
				+ "subject text, body bytea, created_at bigint)");
	}

	@PostMapping("/bare")
	Map<String, Object> insert(@RequestBody Message message) {
		UUID id = UUID.randomUUID();
		this.jdbc.update(
				"insert into bare (id, sender, recipient, subject, body, created_at) values (?, ?, ?, ?, ?, ?)", id,
				message.from(), message.to(), message.subject(),
				(message.text() + message.html()).getBytes(StandardCharsets.UTF_8), System.currentTimeMillis());
		return Map.of("id", id, "status", "queued");
	}

	/**
	 * The fields of a message.
	 */
	record Message(String from, String to, String subject, String text, String html) {

	}

}
