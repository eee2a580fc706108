// Runs a flow that fails, repairs it, and replays the execution from the failed task.
package main

import (
	"context"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	executorv1 "github.com/dalsegno/dalsegno/clients/go/api/executor/v1"
	registryv1 "github.com/dalsegno/dalsegno/clients/go/api/registry/v1"
	storagev1 "github.com/dalsegno/dalsegno/clients/go/api/storage/v1"
)

const (
	namespace = "company.team"

	flowSource = `id: %s
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
`
	brokenLoad = `    type: io.kestra.plugin.core.execution.Fail
    errorMessage: The warehouse is closed`

	repairedLoad = `    type: io.kestra.plugin.core.debug.Return
    format: "{{ outputs.extract.value }}"`
)

func main() {
	ctx := context.Background()
	registry := registryv1.NewFlowRegistryServiceClient(connect("DALSEGNO_REGISTRY", "127.0.0.1:7401"))
	executor := executorv1.NewExecutorServiceClient(connect("DALSEGNO_EXECUTOR", "127.0.0.1:7402"))
	storage := storagev1.NewStorageServiceClient(connect("DALSEGNO_STORAGE", "127.0.0.1:7403"))
	flowID := "replay_story"
	if len(os.Args) > 1 {
		flowID = os.Args[1]
	}

	// The first revision's third task fails.
	putFlow(ctx, registry, flowID, brokenLoad)
	created := must(executor.CreateExecution(ctx, &executorv1.CreateExecutionRequest{Namespace: namespace, FlowId: flowID}))
	failedID := created.Execution.ExecutionId
	fmt.Printf("run %s\n", failedID)
	watch(ctx, executor, failedID)

	// The second revision's does not. A plan says what a replay from there would do, and changes nothing.
	putFlow(ctx, registry, flowID, repairedLoad)
	from := &executorv1.ReplayFrom{Start: &executorv1.ReplayFrom_TaskPath{TaskPath: "load"}}
	latest := &executorv1.RevisionChoice{
		Choice: &executorv1.RevisionChoice_Rule{Rule: executorv1.RevisionRule_REVISION_RULE_LATEST},
	}
	planned := must(executor.PlanReplay(ctx, &executorv1.PlanReplayRequest{
		ExecutionId: failedID, From: from, Revision: latest,
	}))
	fmt.Println("plan from load")
	for _, task := range planned.Plan.Tasks {
		fmt.Printf("  %s %s: %s\n", task.TaskPath, strings.TrimPrefix(task.Verdict.String(), "VERDICT_"), task.Reason)
	}

	// With the plan's digest the replay does exactly that; with a request id it may be asked for twice.
	request := &executorv1.ReplayRequest{
		ExecutionId: failedID, From: from, Revision: latest,
		PlanDigest: planned.Plan.Digest, RequestId: "replay-of-" + failedID,
	}
	replay := must(executor.Replay(ctx, request)).Execution
	fmt.Printf("replay %s attempt %d\n", replay.ExecutionId, replay.AttemptNumber)
	watch(ctx, executor, replay.ExecutionId)
	if must(executor.Replay(ctx, request)).Execution.ExecutionId == replay.ExecutionId {
		fmt.Println("asked again: the same execution")
	}

	// What was reused says so, and from where.
	ended := must(executor.GetExecution(ctx, &executorv1.GetExecutionRequest{ExecutionId: replay.ExecutionId}))
	for _, run := range ended.Execution.TaskRuns {
		origin := "ran"
		if run.ReusedFrom != nil {
			origin = "reused from " + run.ReusedFrom.ExecutionId
		}
		fmt.Printf("  %s %s\n", run.TaskPath, origin)
	}
	digest := ended.Execution.TaskRuns[0].OutputDigest
	outputs := must(storage.GetOutputs(ctx, &storagev1.GetOutputsRequest{Digests: []string{digest}}))
	fmt.Printf("outputs of extract %s\n", outputs.Documents[0])

	// A refused call says why in a form that programs can read.
	request.From = &executorv1.ReplayFrom{Start: &executorv1.ReplayFrom_TaskPath{TaskPath: "no_such_task"}}
	request.PlanDigest, request.RequestId = "", ""
	_, err := executor.Replay(ctx, request)
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			fmt.Printf("refused %s\n", info.Reason)
			for _, key := range slices.Sorted(maps.Keys(info.Metadata)) {
				fmt.Printf("  %s = %s\n", key, info.Metadata[key])
			}
		}
	}
}

func connect(variable, otherwise string) *grpc.ClientConn {
	address, found := os.LookupEnv(variable)
	if !found {
		address = otherwise
	}
	return must(grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials())))
}

func putFlow(ctx context.Context, registry registryv1.FlowRegistryServiceClient, flowID, load string) {
	source := fmt.Sprintf(flowSource, flowID, load)
	put := must(registry.PutFlow(ctx, &registryv1.PutFlowRequest{Source: source}))
	fmt.Printf("put %s.%s revision %d\n", put.Flow.Namespace, put.Flow.FlowId, put.Flow.Revision)
}

// watch prints each task that ends, until the execution has ended.
func watch(ctx context.Context, executor executorv1.ExecutorServiceClient, executionID string) {
	stream := must(executor.WatchExecution(ctx, &executorv1.WatchExecutionRequest{ExecutionId: executionID}))
	for {
		for _, event := range must(stream.Recv()).Events {
			if task := event.GetTaskRunFinished(); task != nil {
				fmt.Printf("  %s %s\n", task.TaskPath, strings.TrimPrefix(task.State.String(), "STATE_"))
			}
			if end := event.GetExecutionEnded(); end != nil {
				fmt.Printf("ended %s\n", strings.TrimPrefix(end.State.String(), "STATE_"))
				return
			}
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
