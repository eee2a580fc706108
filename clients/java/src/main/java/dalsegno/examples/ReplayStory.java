package dalsegno.examples;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dalsegno.api.executor.v1.CreateExecutionRequest;
import dalsegno.api.executor.v1.Event;
import dalsegno.api.executor.v1.ExecutorServiceGrpc;
import dalsegno.api.executor.v1.GetExecutionRequest;
import dalsegno.api.executor.v1.PlanReplayRequest;
import dalsegno.api.executor.v1.ReplayFrom;
import dalsegno.api.executor.v1.ReplayRequest;
import dalsegno.api.executor.v1.RevisionChoice;
import dalsegno.api.executor.v1.RevisionRule;
import dalsegno.api.executor.v1.WatchExecutionRequest;
import dalsegno.api.registry.v1.FlowRegistryServiceGrpc;
import dalsegno.api.registry.v1.PutFlowRequest;
import dalsegno.api.storage.v1.GetOutputsRequest;
import dalsegno.api.storage.v1.StorageServiceGrpc;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Runs a flow that fails, repairs it, and replays the execution from the failed task. */
public final class ReplayStory {
  private static final String NAMESPACE = "company.team";

  private static final String FLOW_SOURCE =
      """
      id: %s
      namespace: company.team
      tasks:
        - id: extract
          type: io.kestra.plugin.core.debug.Return
          format: 42 rides
        - id: announce
          type: io.kestra.plugin.core.log.Log
          message: "Got {{ outputs.extract.value }}"
        - id: load
      %s
        - id: report
          type: io.kestra.plugin.core.debug.Return
          format: "{{ outputs.extract.value }} loaded"
      """;

  private static final String BROKEN_LOAD =
      "    type: io.kestra.plugin.core.execution.Fail\n    errorMessage: The warehouse is closed";

  private static final String REPAIRED_LOAD =
      "    type: io.kestra.plugin.core.debug.Return\n    format: \"{{ outputs.extract.value }}\"";

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final FlowRegistryServiceGrpc.FlowRegistryServiceBlockingStub registry =
      FlowRegistryServiceGrpc.newBlockingStub(connect("DALSEGNO_REGISTRY", "127.0.0.1:7401"));
  private final ExecutorServiceGrpc.ExecutorServiceBlockingStub executor =
      ExecutorServiceGrpc.newBlockingStub(connect("DALSEGNO_EXECUTOR", "127.0.0.1:7402"));
  private final StorageServiceGrpc.StorageServiceBlockingStub storage =
      StorageServiceGrpc.newBlockingStub(connect("DALSEGNO_STORAGE", "127.0.0.1:7403"));

  public static void main(String[] arguments) throws InvalidProtocolBufferException {
    var story = new ReplayStory();
    story.tell(arguments.length > 0 ? arguments[0] : "replay_story");
    story.channels.forEach(ManagedChannel::shutdown);
  }

  private void tell(String flowId) throws InvalidProtocolBufferException {
    // The first revision's third task fails.
    putFlow(flowId, BROKEN_LOAD);
    var create = CreateExecutionRequest.newBuilder().setNamespace(NAMESPACE).setFlowId(flowId).build();
    var failedId = executor.createExecution(create).getExecution().getExecutionId();
    print("run %s", failedId);
    watch(failedId);

    // The second revision's does not. A plan says what a replay from there would do, and changes nothing.
    putFlow(flowId, REPAIRED_LOAD);
    var from = ReplayFrom.newBuilder().setTaskPath("load").build();
    var latest = RevisionChoice.newBuilder().setRule(RevisionRule.REVISION_RULE_LATEST).build();
    var planRequest =
        PlanReplayRequest.newBuilder().setExecutionId(failedId).setFrom(from).setRevision(latest).build();
    var plan = executor.planReplay(planRequest).getPlan();
    print("plan from load");
    for (var task : plan.getTasksList()) {
      print("  %s %s: %s", task.getTaskPath(), shortName(task.getVerdict(), "VERDICT_"), task.getReason());
    }

    // With the plan's digest the replay does exactly that; with a request id it may be asked for twice.
    var request =
        ReplayRequest.newBuilder().setExecutionId(failedId).setFrom(from).setRevision(latest)
            .setPlanDigest(plan.getDigest()).setRequestId("replay-of-" + failedId).build();
    var replay = executor.replay(request).getExecution();
    print("replay %s attempt %d", replay.getExecutionId(), replay.getAttemptNumber());
    watch(replay.getExecutionId());
    if (executor.replay(request).getExecution().getExecutionId().equals(replay.getExecutionId())) {
      print("asked again: the same execution");
    }

    // What was reused says so, and from where.
    var get = GetExecutionRequest.newBuilder().setExecutionId(replay.getExecutionId()).build();
    var ended = executor.getExecution(get).getExecution();
    for (var run : ended.getTaskRunsList()) {
      var origin = run.hasReusedFrom() ? "reused from " + run.getReusedFrom().getExecutionId() : "ran";
      print("  %s %s", run.getTaskPath(), origin);
    }
    var digest = ended.getTaskRuns(0).getOutputDigest();
    var outputs = storage.getOutputs(GetOutputsRequest.newBuilder().addDigests(digest).build());
    print("outputs of extract %s", outputs.getDocuments(0));

    // A refused call says why in a form that programs can read.
    var nowhere = ReplayFrom.newBuilder().setTaskPath("no_such_task").build();
    try {
      executor.replay(ReplayRequest.newBuilder(request).setFrom(nowhere).clearPlanDigest().clearRequestId().build());
    } catch (StatusRuntimeException refusal) {
      for (Any detail : StatusProto.fromThrowable(refusal).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          var info = detail.unpack(ErrorInfo.class);
          print("refused %s", info.getReason());
          new TreeMap<>(info.getMetadataMap()).forEach((key, value) -> print("  %s = %s", key, value));
        }
      }
    }
  }

  private Channel connect(String variable, String otherwise) {
    var address = System.getenv().getOrDefault(variable, otherwise);
    var channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    channels.add(channel);
    return channel;
  }

  private void putFlow(String flowId, String load) {
    var source = FLOW_SOURCE.formatted(flowId, load);
    var flow = registry.putFlow(PutFlowRequest.newBuilder().setSource(source).build()).getFlow();
    print("put %s.%s revision %d", flow.getNamespace(), flow.getFlowId(), flow.getRevision());
  }

  /** Prints each task that ends, until the execution has ended. */
  private void watch(String executionId) {
    var stream = executor.watchExecution(WatchExecutionRequest.newBuilder().setExecutionId(executionId).build());
    stream.forEachRemaining(message -> message.getEventsList().forEach(ReplayStory::show));
  }

  private static void show(Event event) {
    if (event.hasTaskRunFinished()) {
      var task = event.getTaskRunFinished();
      print("  %s %s", task.getTaskPath(), shortName(task.getState(), "STATE_"));
    } else if (event.hasExecutionEnded()) {
      print("ended %s", shortName(event.getExecutionEnded().getState(), "STATE_"));
    }
  }

  private static String shortName(Enum<?> value, String prefix) {
    return value.name().substring(prefix.length());
  }

  private static void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
