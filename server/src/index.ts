/** The exports of `@chatdock/server`: the core, and the parts that need Node. */
export * from './core.ts';
export {
  type AddressedContext,
  type CounterName,
  createLimits,
  type LimitOptions,
  type Limits,
} from './auth/limits.ts';
export { signedIdentity, type SignedIdentityOptions } from './auth/signed-identity.ts';
export { TOKEN_ALGORITHMS, type TokenAlgorithm, type TokenKey, type TokenRules } from './auth/tokens.ts';
export { usersOrVisitors } from './auth/users-or-visitors.ts';
export { anonymousVisitors, type VisitorOptions } from './auth/visitors.ts';
export { chatkitRouter } from './http/chatkit-router.ts';
export type { AttachmentRouterOptions } from './http/attachments/attachment-requests.ts';
export { attachmentRouter } from './http/attachments/attachment-router.ts';
export { type BlobStore, DiskBlobStore, type Offer, type OfferedFile } from './http/attachments/blob-store.ts';
export { openS3BlobStore, type S3Options } from './http/attachments/s3/s3-blob-store.ts';
export { COMMON_TYPES } from './http/attachments/file-types.ts';
export { HostedAttachments, type HostedAttachmentsOptions } from './http/attachments/hosted-attachments.ts';
export { openStore, type OpenStore, type StoreOptions } from './stores/open-store.ts';
export { actionHandler, type ActionCall, type ActionHandlers, handleAction } from './agents/actions.ts';
export { AgentContext, type AgentContextOptions } from './agents/agent-context.ts';
export type { AgentSource, AgentTurn, OwnAgent } from './agents/agent-file/load-agent-file.ts';
export { AgentServer, type AgentServerOptions } from './agents/agent-server.ts';
export type { AttachmentReads, ReadLimits } from './agents/bridge/input/attachment-reads.ts';
export { ResponseConverter } from './agents/bridge/response-converter.ts';
export {
  type AgentResponseOptions,
  type AgentRun,
  streamAgentResponse,
} from './agents/bridge/stream-agent-response.ts';
export { ThreadItemConverter, toAgentInput } from './agents/bridge/input/to-agent-input.ts';
export { estimateTokens, trimToBudget } from './agents/bridge/input/token-budget.ts';
export {
  type ConfiguredServer,
  type ConfiguredServerOptions,
  createConfiguredServer,
} from './agents/configured/configured-server.ts';
export { DemoServer, type DemoServerOptions } from './agents/demo/demo-server.ts';
export { DocumentIndex, type DocumentIndexOptions } from './agents/documents/document-index.ts';
export { SharedDocuments, type SharedDocumentsOptions } from './agents/documents/shared-documents.ts';
export type { EditionState, PassageStore, StoredPassage } from './core/records/passages.ts';
export { SEARCH_INSTRUCTIONS, searchTool } from './agents/documents/search-tool.ts';
export type { DocumentPassage, DocumentSearch } from './agents/documents/search.ts';
export { loadHistory } from './agents/load-history.ts';
export { type ModelAddress, parseModelAddress, parseModelAddresses, SettingError } from './agents/providers/address.ts';
export { CircuitBreaker, type CircuitBreakerOptions } from './agents/providers/fallback/circuit-breaker.ts';
export {
  DEFAULT_LIMITS,
  type FallbackLimits,
  FallbackModel,
  type FallbackModelOptions,
  type ModelChoice,
  NoProviderAnswered,
} from './agents/providers/fallback/fallback-model.ts';
export { type FailureKind, ProviderFailure } from './agents/providers/fallback/failure.ts';
export { toModelChoice } from './agents/providers/models.ts';
export { SiteServer, type SiteServerOptions } from './agents/configured/site-server.ts';
export { titleFromModel, titleFromText, type TitleWriter } from './agents/titles.ts';
export { clientTool, stopForClientTools, type ClientToolDescription } from './agents/tools/client-tool.ts';
export { describeToolError, tool } from './agents/tools/function-tool.ts';
export { connectMcp, type McpTools } from './agents/tools/mcp.ts';
export {
  createHttpTranscriber,
  type HttpTranscriberOptions,
  type Transcriber,
} from './agents/dictation/transcription.ts';
export { type Budget, type BudgetTable, DEFAULT_BUDGET_TABLE, parseBudget } from './auth/budgets/budget-table.ts';
export { type BudgetOptions, type BudgetRefusal, type Budgets, createBudgets } from './auth/budgets/budgets.ts';
export { LIST_PRICES, type PriceTable } from './auth/budgets/prices.ts';
export type { Meter, Settle, Use } from './core/usage/meter.ts';
export type { UsageCounters, UsageEntry } from './core/usage/usage-counters.ts';
export { createLog, logTelemetry, type LogOptions } from './cli/monitoring/log.ts';
export { type BudgetMetrics, createMetrics, type Metrics } from './cli/monitoring/metrics.ts';
export { joinTelemetry } from './core/telemetry/telemetry.ts';
export { healthRouter } from './http/health-router.ts';
export { stopGracefully } from './http/stop-gracefully.ts';
export { createWebhook, type Webhook, type WebhookOptions } from './cli/notifications/webhook.ts';
export { BlobExistsError } from './http/attachments/blob-store.ts';
export type { FileEntry, FileLedger, FileQuotas } from './core/records/file-ledger.ts';
export { type Logout, logoutRouter } from './http/logout-router.ts';
export type { SessionLedger } from './core/records/sessions.ts';
export { visitorLogout } from './auth/visitors.ts';
export { PROOF_SERVICES, siteVerify, type VerifyVisitor } from './auth/verify-visitor.ts';
export {
  type ConversationQuery,
  type ErasureDeps,
  erasePerson,
  expireThreads,
  exportPerson,
  type OwnedConversation,
  type PeopleStore,
  type PersonDeps,
  type PersonRecord,
} from './core/records/personal-data.ts';
