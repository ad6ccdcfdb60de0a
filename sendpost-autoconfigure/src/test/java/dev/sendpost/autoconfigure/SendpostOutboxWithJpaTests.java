package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

import dev.sendpost.Email;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.capture.CapturedMailbox;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The outbox of an application whose transactions are those of JPA.
 */
class SendpostOutboxWithJpaTests {

	private static final Email EMAIL = Email.builder()
		.from("shop@acme.example")
		.to("reader@example.com")
		.subject("Your order")
		.text("Thank you")
		.build();

	private FreshDatabase database;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void createDatabase() {
		this.database = TestDatabase.H2.fresh();
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
					TransactionAutoConfiguration.class, MailTransportAutoConfiguration.class,
					SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
					MailGatewayAutoConfiguration.class))
			.withUserConfiguration(Shop.class)
			.withPropertyValues(this.database.springDatasource())
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void whatIsSavedAndWhatIsSentAreCommittedTogether() {
		run((shop) -> {
			shop.transaction.executeWithoutResult((status) -> {
				shop.entityManager.persist(new ShopOrder(1));
				Receipt receipt = shop.gateway.send(EMAIL);
				assertThat(receipt.status()).isEqualTo(EmailStatus.QUEUED);
			});
			shop.awaitMail();
			assertThat(shop.orders()).isEqualTo(1);
			assertThat(shop.mailbox.emails()).hasSize(1);
		});
	}

	@Test
	void whatIsSavedAndWhatIsSentAreRolledBackTogether() {
		run((shop) -> {
			shop.transaction.executeWithoutResult((status) -> {
				shop.entityManager.persist(new ShopOrder(1));
				shop.gateway.send(EMAIL);
				shop.gateway.send(List.of(EMAIL, EMAIL));
				status.setRollbackOnly();
			});
			shop.awaitMail();
			assertThat(shop.orders()).isZero();
			assertThat(shop.gateway.search(EmailSearch.all()).emails()).isEmpty();
			assertThat(shop.mailbox.emails()).isEmpty();
		});
	}

	@Test
	void anErrorOfTheDatabaseAtCommitTakesTheMailBack() {
		run((shop) -> {
			shop.save(1);
			assertThatException().isThrownBy(() -> shop.transaction.executeWithoutResult((status) -> {
				shop.gateway.send(EMAIL);
				shop.entityManager.persist(new ShopOrder(1));
			}));
			shop.awaitMail();
			assertThat(shop.mailbox.emails()).isEmpty();
		});
	}

	@Test
	void askingForMailInTransitCommitsNothingOfTheCaller() {
		run((shop) -> {
			shop.transaction.executeWithoutResult((status) -> {
				shop.entityManager.persist(new ShopOrder(1));
				shop.entityManager.flush();
				shop.gateway.send(EMAIL);
				shop.mailbox.awaitArrival(Duration.ofSeconds(1));
				status.setRollbackOnly();
			});
			assertThat(shop.orders()).isZero();
			assertThat(shop.gateway.search(EmailSearch.all()).emails()).isEmpty();
		});
	}

	@Test
	void aListenerWritesInATransactionOfItsOwn() {
		run((shop) -> {
			shop.listener = (event) -> shop.newTransaction.executeWithoutResult((status) -> {
				shop.entityManager.persist(new ShopOrder(event.type().ordinal()));
				shop.heard.add(event.type());
			});
			shop.transaction.executeWithoutResult((status) -> shop.gateway.send(EMAIL));
			shop.awaitMail();
			shop.awaitEvents(2);
			assertThat(shop.heard).containsExactlyInAnyOrder(DeliveryEventType.PROCESSED, DeliveryEventType.SENT);
			Awaitility.await().untilAsserted(() -> assertThat(shop.orders()).isEqualTo(2));
		});
	}

	private void run(Consumer<Shop> test) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
			test.accept(context.getBean(Shop.class).prepare(context));
		});
	}

	/**
	 * An application with one entity.
	 */
	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = ShopOrder.class)
	static class Shop {

		private final Set<DeliveryEventType> heard = new CopyOnWriteArraySet<>();

		private volatile Consumer<DeliveryEvent> listener = (event) -> this.heard.add(event.type());

		private MailGateway gateway;

		private CapturedMailbox mailbox;

		private EntityManager entityManager;

		private TransactionTemplate transaction;

		private TransactionTemplate newTransaction;

		Shop prepare(ApplicationContext context) {
			this.gateway = context.getBean(MailGateway.class);
			this.mailbox = context.getBean(CapturedMailbox.class);
			this.entityManager = context.getBean(EntityManager.class);
			this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			this.newTransaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			this.newTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			return this;
		}

		@EventListener
		void on(DeliveryEvent event) {
			this.listener.accept(event);
		}

		void save(int id) {
			this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new ShopOrder(id)));
		}

		long orders() {
			return this.entityManager.createQuery("select count(o) from ShopOrder o", Long.class).getSingleResult();
		}

		void awaitMail() {
			assertThat(this.mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
		}

		void awaitEvents(int number) {
			Awaitility.await().until(() -> this.heard.size() >= number);
		}

	}

	/**
	 * What the application saves.
	 */
	@Entity(name = "ShopOrder")
	static class ShopOrder {

		@Id
		private int id;

		protected ShopOrder() {
		}

		ShopOrder(int id) {
			this.id = id;
		}

	}

}
