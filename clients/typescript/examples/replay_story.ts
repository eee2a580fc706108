// Runs a flow that fails, repairs it, and replays the execution from the failed task.
import { create } from "@bufbuild/protobuf";
import { type Client, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { State } from "../api/dalsegno/api/common/v1/state_pb.js";
import {
  ExecutorService,
  ReplayFromSchema,
  ReplayRequestSchema,
  RevisionChoiceSchema,
  RevisionRule,
  Verdict,
} from "../api/dalsegno/api/executor/v1/executor_pb.js";
import { FlowRegistryService } from "../api/dalsegno/api/registry/v1/registry_pb.js";
import { StorageService } from "../api/dalsegno/api/storage/v1/storage_pb.js";
import { ErrorInfoSchema } from "../api/google/rpc/error_details_pb.js";

const namespace = "company.team";

const brokenLoad = `    type: io.kestra.plugin.core.execution.Fail
    errorMessage: The warehouse is closed`;

const repairedLoad = `    type: io.kestra.plugin.core.debug.Return
    format: "{{ outputs.extract.value }}"`;

function flowSource(flowId: string, load: string): string {
  return `id: ${flowId}
namespace: company.team
tasks:
  - id: extract
    type: io.kestra.plugin.core.debug.Return
    format: 42 rides
  - id: announce
    type: io.kestra.plugin.core.log.Log
    message: "Got {{ outputs.extract.value }}"
  - id: load
${load}
  - id: report
    type: io.kestra.plugin.core.debug.Return
    format: "{{ outputs.extract.value }} loaded"
`;
}

function transport(variable: string, otherwise: string) {
  return createGrpcTransport({ baseUrl: `http://${process.env[variable] ?? otherwise}` });
}

async function putFlow(registry: Client<typeof FlowRegistryService>, flowId: string, load: string): Promise<void> {
  const { flow } = await registry.putFlow({ source: flowSource(flowId, load) });
  console.log(`put ${flow!.namespace}.${flow!.flowId} revision ${flow!.revision}`);
}

/** Prints each task that ends, until the execution has ended. */
async function watch(executor: Client<typeof ExecutorService>, executionId: string): Promise<void> {
  for await (const { events } of executor.watchExecution({ executionId })) {
    for (const { kind } of events) {
      if (kind.case === "taskRunFinished") {
        console.log(`  ${kind.value.taskPath} ${State[kind.value.state]}`);
      } else if (kind.case === "executionEnded") {
        console.log(`ended ${State[kind.value.state]}`);
      }
    }
  }
}

const registry = createClient(FlowRegistryService, transport("DALSEGNO_REGISTRY", "127.0.0.1:7401"));
const executor = createClient(ExecutorService, transport("DALSEGNO_EXECUTOR", "127.0.0.1:7402"));
const storage = createClient(StorageService, transport("DALSEGNO_STORAGE", "127.0.0.1:7403"));
const flowId = process.argv[2] ?? "replay_story";

// The first revision's third task fails.
await putFlow(registry, flowId, brokenLoad);
const created = await executor.createExecution({ namespace, flowId });
const failedId = created.execution!.executionId;
console.log(`run ${failedId}`);
await watch(executor, failedId);

// The second revision's does not. A plan says what a replay from there would do, and changes nothing.
await putFlow(registry, flowId, repairedLoad);
const from = create(ReplayFromSchema, { start: { case: "taskPath", value: "load" } });
const latest = create(RevisionChoiceSchema, { choice: { case: "rule", value: RevisionRule.LATEST } });
const { plan } = await executor.planReplay({ executionId: failedId, from, revision: latest });
console.log("plan from load");
for (const task of plan!.tasks) {
  console.log(`  ${task.taskPath} ${Verdict[task.verdict]}: ${task.reason}`);
}

// With the plan's digest the replay does exactly that; with a request id it may be asked for twice.
const request = create(ReplayRequestSchema, {
  executionId: failedId,
  from,
  revision: latest,
  planDigest: plan!.digest,
  requestId: `replay-of-${failedId}`,
});
const replay = (await executor.replay(request)).execution!;
console.log(`replay ${replay.executionId} attempt ${replay.attemptNumber}`);
await watch(executor, replay.executionId);
if ((await executor.replay(request)).execution!.executionId === replay.executionId) {
  console.log("asked again: the same execution");
}

// What was reused says so, and from where.
const ended = (await executor.getExecution({ executionId: replay.executionId })).execution!;
for (const run of ended.taskRuns) {
  console.log(`  ${run.taskPath} ${run.reusedFrom ? `reused from ${run.reusedFrom.executionId}` : "ran"}`);
}
const outputs = await storage.getOutputs({ digests: [ended.taskRuns[0]!.outputDigest] });
console.log(`outputs of extract ${outputs.documents[0]}`);

// A refused call says why in a form that programs can read.
try {
  const nowhere = create(ReplayFromSchema, { start: { case: "taskPath", value: "no_such_task" } });
  await executor.replay({ executionId: failedId, from: nowhere, revision: latest });
} catch (error) {
  for (const info of ConnectError.from(error).findDetails(ErrorInfoSchema)) {
    console.log(`refused ${info.reason}`);
    for (const key of Object.keys(info.metadata).sort()) {
      console.log(`  ${key} = ${info.metadata[key]}`);
    }
  }
}
