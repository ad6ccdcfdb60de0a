package dev.sendpost.test;

import dev.sendpost.store.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Puts a private store in memory in the place of the one in a file.
 */
final class InMemoryStoreContextCustomizer implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		if (!context.getEnvironment().containsProperty("sendpost.store.file")
				&& context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
			RootBeanDefinition definition = new RootBeanDefinition(EmbeddedDatabase.class, EmbeddedDatabase::inMemory);
			definition.setLazyInit(true);
			registry.registerBeanDefinition("sendpostTestStore", definition);
		}
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj != null && obj.getClass() == getClass();
	}

	@Override
	public int hashCode() {
		return getClass().hashCode();
	}

}
