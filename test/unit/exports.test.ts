/**
 * What each entry exports, name by name: every name is a promise, and changing one is a decision.
 * After a deliberate change run `vitest run --project unit test/unit/exports.test.ts -u` and look at the difference.
 */
import { expect, it } from 'vitest';
import * as serverCore from '../../server/src/core.ts';
import * as server from '../../server/src/index.ts';
import * as dock from '../../src/index.ts';
import * as mock from '../../src/mock.ts';
import * as protocol from '../../src/protocol.ts';

it('chatdock/protocol exports exactly these values', () => {
  expect(Object.keys(protocol).sort().join('\n')).toMatchInlineSnapshot(`
    "NEW_VISITOR
    ProtocolError
    VISITOR_TOKEN_HEADER
    actionSchema
    annotationSchema
    attachmentSchema
    carriesVisitorToken
    chatKitRequestSchema
    createClient
    decodeEvents
    dropItemsAfter
    emptyThreadState
    isHiddenItem
    isStreamRequest
    isWidgetRoot
    itemKey
    loadThread
    pageSchema
    parseEvent
    parseRequest
    parseResponse
    parseTimestamp
    pendingClientToolCall
    prependItems
    reduce
    sourceSchema
    startTurn
    taskSchema
    threadItemSchema
    threadItemUpdateSchema
    threadMetadataSchema
    threadSchema
    threadStatusSchema
    threadStreamEventSchema
    toUserMessageInput
    toWidgetComponent
    widgetComponentSchema
    widgetRootSchema
    withVisitorToken
    workflowSchema"
  `);
});

it('chatdock/mock exports exactly these values', () => {
  expect(Object.keys(mock).sort().join('\n')).toMatchInlineSnapshot(`
    "CustomStreamError
    StreamError
    chatHandlers
    say"
  `);
});

it('@chatdock/server/core exports exactly these values', () => {
  expect(Object.keys(serverCore).sort().join('\n')).toMatchInlineSnapshot(`
    "ChatKitServer
    CustomStreamError
    HttpError
    MemoryStore
    NotFoundError
    StoreUnavailableError
    StreamError
    consoleLog
    createFetchHandler
    diffWidget
    generateId
    parseWidgetTemplate
    silentLog
    streamText
    streamWidget
    toWireAttachment"
  `);
});

it('chatdock exports exactly these values', () => {
  expect(Object.keys(dock).sort().join('\n')).toMatchInlineSnapshot(`
    "ChatWidget
    useDock
    useTheme
    useVoiceInput"
  `);
});

it('@chatdock/server exports exactly these values', () => {
  expect(Object.keys(server).sort().join('\n')).toMatchInlineSnapshot(`
    "AgentContext
    AgentServer
    BlobExistsError
    COMMON_TYPES
    ChatKitServer
    CircuitBreaker
    CustomStreamError
    DEFAULT_BUDGET_TABLE
    DEFAULT_LIMITS
    DemoServer
    DiskBlobStore
    DocumentIndex
    FallbackModel
    HostedAttachments
    HttpError
    LIST_PRICES
    MemoryStore
    NoProviderAnswered
    NotFoundError
    PROOF_SERVICES
    ProviderFailure
    ResponseConverter
    SEARCH_INSTRUCTIONS
    SettingError
    SiteServer
    StoreUnavailableError
    StreamError
    TOKEN_ALGORITHMS
    ThreadItemConverter
    actionHandler
    anonymousVisitors
    attachmentRouter
    chatkitRouter
    clientTool
    connectMcp
    consoleLog
    createBudgets
    createConfiguredServer
    createFetchHandler
    createHttpTranscriber
    createLimits
    createLog
    createMetrics
    createWebhook
    describeToolError
    diffWidget
    erasePerson
    estimateTokens
    expireThreads
    exportPerson
    generateId
    handleAction
    healthRouter
    joinTelemetry
    loadHistory
    logTelemetry
    logoutRouter
    openStore
    parseBudget
    parseModelAddress
    parseModelAddresses
    parseWidgetTemplate
    searchTool
    signedIdentity
    silentLog
    siteVerify
    stopForClientTools
    stopGracefully
    streamAgentResponse
    streamText
    streamWidget
    titleFromModel
    titleFromText
    toAgentInput
    toModelChoice
    toWireAttachment
    tool
    trimToBudget
    usersOrVisitors
    visitorLogout"
  `);
});
