/*
 * The scripts only carry words to and fro: what fits at the cursor is decided by `muster complete`, which knows verbs,
 * options and, by asking the central, ids. A line of its answer is a word, a tab and a description; the single line
 * `:files` asks the shell for file names.
 */

const bash = `# bash completion for muster. Load it with: source <(muster completion bash)
_muster() {
  local answer line
  COMPREPLY=()
  answer=$(muster complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return 0
  if [[ $answer == :files ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
    return 0
  fi
  [[ -n $answer ]] || return 0
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done <<<"$answer"
}
complete -F _muster muster
`;

const zsh = `#compdef muster
# zsh completion for muster. Load it with: source <(muster completion zsh)
_muster() {
  local line answer
  local -a described
  answer=$(muster complete -- "\${(@)words[2,$CURRENT]}" 2>/dev/null) || return 1
  if [[ $answer == :files ]]; then
    _files
    return
  fi
  for line in \${(f)answer}; do
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe muster described
}
if [[ $funcstack[1] == _muster ]]; then
  _muster
else
  compdef _muster muster
fi
`;

const fish = `# fish completion for muster. Load it with: muster completion fish | source
function __muster_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (muster complete -- $words[2..-1] 2>/dev/null)
    if test "$answer" = :files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $answer
    end
end
complete -c muster -f -a '(__muster_complete)'
`;

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
