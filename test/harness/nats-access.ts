import { createAccount, createOperator, createUser, type KeyPair } from 'nkeys.js';

/** Who may connect to a server: lines of its configuration. */
export type NatsAccess = readonly string[];

export function userAccess(user: string, password: string): NatsAccess {
  return [`authorization { user: "${user}", password: "${password}" }`];
}

export function tokenAccess(token: string): NatsAccess {
  return [`authorization { token: "${token}" }`];
}

/** Everybody who comes without a name is one user, who may do all but publish to this subject. */
export function denying(subject: string): NatsAccess {
  const user = `{ user: "anybody", password: "", permissions: { publish: { deny: "${subject}" } } }`;
  return [`authorization { users: [${user}] }`, 'no_auth_user: "anybody"'];
}

interface Claims {
  readonly name: string;
  readonly subject: string;
  readonly issuer: KeyPair;
  /** What the subject may do. */
  readonly rights: Readonly<Record<string, unknown>>;
  /** Unix seconds. */
  readonly expires?: number;
}

const unlimited = {
  ...{ subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1 },
  ...{ leaf: -1, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
};

/**
 * Users by decentralised keys, as `nsc` makes them: an operator signs an account, the account signs its users, and the
 * server knows the operator alone. A user is a credentials file.
 */
export class CredentialsIssuer {
  readonly #operator = createOperator();
  readonly #account = createAccount();
  readonly #systemAccount = createAccount();

  get access(): NatsAccess {
    const [operator, account, system] = [this.#operator, this.#account, this.#systemAccount];
    const operatorToken = signed({
      name: 'operator',
      subject: operator.getPublicKey(),
      issuer: operator,
      rights: { type: 'operator', system_account: system.getPublicKey() },
    });
    return [
      `operator: ${operatorToken}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      'resolver_preload: {',
      `  ${account.getPublicKey()}: ${this.#accountToken('muster', account, unlimited)}`,
      `  ${system.getPublicKey()}: ${this.#accountToken('system', system, withoutStorage)}`,
      '}',
    ];
  }

  /** Text of a credentials file. */
  credentials(options: { readonly expires?: number } = {}): string {
    const user = createUser();
    const token = signed({
      name: 'central',
      subject: user.getPublicKey(),
      issuer: this.#account,
      rights: { type: 'user', pub: {}, sub: {}, subs: -1, data: -1, payload: -1 },
      ...options,
    });
    const seed = new TextDecoder().decode(user.getSeed());
    return [
      ...['-----BEGIN NATS USER JWT-----', token, '------END NATS USER JWT------', ''],
      ...['-----BEGIN USER NKEY SEED-----', seed, '------END USER NKEY SEED------', ''],
    ].join('\n');
  }

  #accountToken(name: string, account: KeyPair, accountLimits: object): string {
    return signed({
      ...{ name, subject: account.getPublicKey(), issuer: this.#operator },
      rights: { type: 'account', limits: accountLimits, default_permissions: { pub: {}, sub: {} } },
    });
  }
}

const withoutStorage = { ...unlimited, mem_storage: 0, disk_storage: 0, streams: 0, consumer: 0 };

function signed({ name, subject, issuer, rights, expires }: Claims): string {
  const body = {
    ...{ jti: subject, iat: Math.floor(Date.now() / 1000), iss: issuer.getPublicKey() },
    ...{ name, sub: subject, nats: { ...rights, version: 2 } },
    ...(expires !== undefined && { exp: expires }),
  };
  const text = [{ typ: 'JWT', alg: 'ed25519-nkey' }, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = issuer.sign(new TextEncoder().encode(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}
