package dev.sendpost.store;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that is nobody else's.
 */
class EmbeddedDatabaseTests {

	@TempDir
	private Path directory;

	@Test
	void aThreadThatIsInterruptedWhileItWritesHarmsNobody() {
		EmbeddedDatabase database = new EmbeddedDatabase(this.directory.resolve("mail"));
		try {
			JdbcClient jdbc = JdbcClient.create(database.dataSource());
			jdbc.sql("create table mail (id int primary key)").update();
			Thread.currentThread().interrupt();
			jdbc.sql("insert into mail values (1)").update();
			assertThat(Thread.interrupted()).as("still interrupted").isTrue();
			jdbc.sql("insert into mail values (2)").update();
			assertThat(jdbc.sql("select count(*) from mail").query(Integer.class).single()).isEqualTo(2);
		}
		finally {
			Thread.interrupted();
			database.destroy();
		}
	}

	@Test
	void whatIsWrittenIsThereWhenItIsOpenedAgain() {
		Path file = this.directory.resolve("mail");
		EmbeddedDatabase first = new EmbeddedDatabase(file);
		JdbcClient.create(first.dataSource()).sql("create table mail (id int primary key)").update();
		first.destroy();
		assertThat(this.directory.resolve("mail.mv.db")).exists();
		EmbeddedDatabase second = new EmbeddedDatabase(file);
		try {
			assertThat(JdbcClient.create(second.dataSource())
				.sql("select count(*) from mail")
				.query(Integer.class)
				.single()).isZero();
		}
		finally {
			second.destroy();
		}
	}

}
