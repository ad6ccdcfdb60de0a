package dev.sendpost.api;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FeatureProblems}.
 */
class FeatureProblemsTests {

	@Test
	void aDatabaseThatIsAwayIsWorthAnotherTry() {
		assertThat(FeatureProblems.of(new CannotGetJdbcConnectionException("away"))).isNotNull()
			.extracting(ApiProblem::kind)
			.isEqualTo(ApiProblem.Kind.UNAVAILABLE);
		assertThat(FeatureProblems.of(new QueryTimeoutException("slow"))).isNotNull();
		assertThat(FeatureProblems.of(new CannotCreateTransactionException("away"))).isNotNull();
	}

	@Test
	void whatADatabaseRefusesIsAFaultOnThisSide() {
		assertThat(FeatureProblems.of(new BadSqlGrammarException("x", "selct", new SQLException("no")))).isNull();
		assertThat(FeatureProblems.of(new DataIntegrityViolationException("twice"))).isNull();
	}

}
