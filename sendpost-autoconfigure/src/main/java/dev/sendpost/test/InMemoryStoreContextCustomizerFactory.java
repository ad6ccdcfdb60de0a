package dev.sendpost.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ClassUtils;

/**
 * Gives each application context of a test a private store of its own, in memory, where
 * the application would have one in a file; so that tests leave nothing behind and do not
 * deliver each other's mail. An application with a {@code DataSource}, or with the
 * property {@code sendpost.store.file}, keeps what it has.
 */
final class InMemoryStoreContextCustomizerFactory implements ContextCustomizerFactory {

	private static final boolean PRESENT = ClassUtils.isPresent("org.h2.jdbcx.JdbcConnectionPool",
			InMemoryStoreContextCustomizerFactory.class.getClassLoader())
			&& ClassUtils.isPresent("org.springframework.jdbc.core.JdbcTemplate",
					InMemoryStoreContextCustomizerFactory.class.getClassLoader());

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configurationAttributes) {
		return PRESENT ? new InMemoryStoreContextCustomizer() : null;
	}

}
